using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Designer.ElsaApi;

namespace Orchestrator.Designer;

/// <summary>Registers the designer: Elsa Studio, and the API that it speaks.</summary>
public static class DesignerRegistration
{
    /// <summary>Registers it; the host registers <see cref="IDesignerAccess"/>.</summary>
    public static IServiceCollection AddOrchestratorDesigner(this IServiceCollection services)
    {
        services.AddSingleton<ActivityPalette>();
        return services;
    }

    /// <summary>Maps the routes that Elsa's clients call.</summary>
    public static void MapDesigner(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var elsa = new ElsaRoutes(routes, routes.ServiceProvider.GetRequiredService<IDesignerAccess>());
        elsa.MapDescriptors();
    }
}
