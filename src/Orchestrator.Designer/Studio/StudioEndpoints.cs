using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;

namespace Orchestrator.Designer.Studio;

/// <summary>Elsa Studio under <c>/designer</c>: its pages at the paths that Studio itself pushes into the address bar, and its files.</summary>
internal static class StudioEndpoints
{
    // The scripts that Studio 3.8.2 writes into its pages for its shortcuts: the editor's (Ctrl+S, Ctrl+Shift+S) and the list of cases' (Ctrl+R).
    private const string EditorShortcuts = "'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc='";
    private const string CaseListShortcuts = "'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='";

    /// <summary>
    /// WebAssembly may be compiled, two known scripts of Studio may run, nothing may come from or go elsewhere. Styles have to be free: Studio's components,
    /// its diagram and its code editor place things by style attributes and style elements that they make up as they run.
    /// </summary>
    private const string Policy =
        $"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {EditorShortcuts} {CaseListShortcuts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'";

    public static void AddStudio(this IServiceCollection services)
    {
        services.AddSingleton(provider => StudioFolder.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<StudioFiles>();
    }

    public static void MapStudio(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IDesignerAccess>();
        Get("/designer", DesignerRight.ReadDefinitions, () => Results.LocalRedirect("/designer/workflows/definitions"));
        Get("/designer/workflows/definitions", DesignerRight.ReadDefinitions, (HttpContext context) => Page(context, "elsa-workflow-definition-list", null));
        Get("/designer/workflows/definitions/{id}/edit", DesignerRight.ReadDefinitions, (HttpContext context, string id) => Page(context, "elsa-workflow-definition-editor", ("definition-id", id)));
        Get("/designer/workflows/instances", DesignerRight.ReadCases, (HttpContext context) => Page(context, "elsa-workflow-instance-list", null));
        Get("/designer/workflows/instances/{id}/view", DesignerRight.ReadCases, (HttpContext context, string id) => Page(context, "elsa-workflow-instance-viewer", ("instance-id", id)));

        // Studio's details panels link to these from the root.
        Get("/workflows/definitions/{id}/edit", DesignerRight.ReadDefinitions, (string id) => Results.LocalRedirect($"/designer/workflows/definitions/{Uri.EscapeDataString(id)}/edit"));
        Get("/workflows/instances/{id}/view", DesignerRight.ReadCases, (string id) => Results.LocalRedirect($"/designer/workflows/instances/{Uri.EscapeDataString(id)}/view"));
        Get("/diagnostics/structured-logs", DesignerRight.ReadCases, (string? workflowInstanceId) =>
            Results.LocalRedirect(workflowInstanceId is null ? "/designer/workflows/instances" : $"/designer/workflows/instances/{Uri.EscapeDataString(workflowInstanceId)}/view"));

        Get("/designer/_framework/{**path}", DesignerRight.ReadDefinitions, (HttpContext context, StudioFiles files, string path) => files.Serve(context, "_framework/" + path));
        Get("/designer/_content/{**path}", DesignerRight.ReadDefinitions, (HttpContext context, StudioFiles files, string path) => files.Serve(context, "_content/" + path));
        Get("/designer/Elsa.Studio.Host.CustomElements.styles.css", DesignerRight.ReadDefinitions, (HttpContext context, StudioFiles files) => files.Serve(context, "Elsa.Studio.Host.CustomElements.styles.css"));
        Get("/designer/appsettings.json", DesignerRight.ReadDefinitions, (HttpContext context) => Results.Json(new { Backend = new { Url = EndpointOf(context) } }, new System.Text.Json.JsonSerializerOptions()));

        void Get(string path, DesignerRight right, Delegate handler)
        {
            var endpoint = routes.MapGet(path, handler);
            endpoint.ExcludeFromDescription();
            access.Require(endpoint, right);
        }
    }

    private static RazorComponentResult<StudioPage> Page(HttpContext context, string element, (string, string)? attribute)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        var token = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken ?? "";
        var isInstalled = context.RequestServices.GetRequiredService<StudioFolder>().Root is not null;
        var mayPublish = context.RequestServices.GetRequiredService<IDesignerAccess>().CallerOf(context).May(DesignerRight.PublishDefinitions);
        return new(new Dictionary<string, object?> { [nameof(StudioPage.Model)] = new StudioModel(element, attribute, EndpointOf(context), token, mayPublish, isInstalled) });
    }

    private static string EndpointOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{ElsaRoutes.Prefix}";
}
