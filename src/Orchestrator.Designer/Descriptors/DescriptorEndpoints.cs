using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Texts;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Designer.Descriptors;

/// <summary>What can be drawn and chosen.</summary>
internal static class DescriptorEndpoints
{
    /// <summary>Maps <c>/descriptors</c> and <c>/features</c>.</summary>
    public static void MapDescriptors(this ElsaRoutes routes)
    {
        routes.Get("/descriptors/activities", DesignerRight.ReadDefinitions, Activities);
        routes.Post("/descriptors/activities/{typeName}/options/{inputName}", DesignerRight.ReadDefinitions, OptionsAsync);
        List("/descriptors/expression-descriptors", DataLists.Expressions);
        List("/descriptors/variables", DataLists.VariableTypes);
        routes.Get("/descriptors/storage-drivers", DesignerRight.ReadDefinitions, () => ElsaAnswers.Ok(new { items = StrategyLists.StorageDrivers }));
        List("/descriptors/workflow-activation-strategies", StrategyLists.Activation);
        List("/descriptors/incident-strategies", StrategyLists.Incident);
        List("/descriptors/log-persistence-strategies", StrategyLists.LogPersistence);
        List("/descriptors/commit-strategies/workflows", StrategyLists.WorkflowCommit);
        List("/descriptors/commit-strategies/activities", StrategyLists.ActivityCommit);
        List<string>("/descriptors/output-converters", []);
        routes.Get("/features/installed", DesignerRight.ReadDefinitions, (IEnumerable<StudioFeature> features) => ElsaAnswers.List([.. features.Select(FeatureView.Of)]));

        void List<T>(string path, IReadOnlyCollection<T> items) => routes.Get(path, DesignerRight.ReadDefinitions, () => ElsaAnswers.List(items));
    }

    /// <summary>The choices of one input, for a client that asks for them again. Ours do not depend on other inputs.</summary>
    private static async Task<IResult> OptionsAsync(HttpContext context, IActivityCatalog catalog, string typeName, string inputName)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<OptionsRequest>(context);
        if (request is null) return unreadable!;
        var entry = catalog.Entries.Where(one => one.Descriptor.TypeName == typeName && (request.Version is null || one.Descriptor.Version == request.Version)).MaxBy(one => one.Descriptor.Version);
        return entry?.Descriptor.Inputs.FirstOrDefault(input => string.Equals(input.Name, inputName, StringComparison.OrdinalIgnoreCase)) is { } found
            ? ElsaAnswers.Ok(new { items = InputView.Of(found, 0).UiSpecifications })
            : ElsaAnswers.NotFound(DesignerTexts.Format("activity.input.none", typeName, inputName));
    }

    private static IResult Activities(HttpContext context, ActivityPalette palette)
    {
        var list = palette.Current();
        var headers = context.Response.Headers;
        headers.ETag = list.ETag;
        headers.CacheControl = "private, no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(list.ETag, StringComparison.Ordinal)) return Results.StatusCode(StatusCodes.Status304NotModified);
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal)) return Results.Bytes(list.Json, ElsaJson.ContentType);
        headers.ContentEncoding = "br";
        return Results.Bytes(list.Brotli, ElsaJson.ContentType);
    }

    private sealed record OptionsRequest(int? Version);
}
