using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor.Services;
using Orchestrator.Designer;

namespace Orchestrator.Server.Pages;

/// <summary>Our pages: Blazor, rendered on the server, in one frame. Pages of other projects are found in the assemblies named here and in <c>PageRoutes</c>.</summary>
internal static class PageRegistration
{
    /// <summary>Registers what pages need.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        return services.AddScoped<AuthenticationStateProvider, SignedInState>();
    }

    /// <summary>Maps them.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) => routes
        .MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null) // Ours, on every answer, is stricter.
        .AddAdditionalAssemblies(typeof(DesignerRegistration).Assembly);
}
