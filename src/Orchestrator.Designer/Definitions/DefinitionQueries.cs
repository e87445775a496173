using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Finding and reading definitions.</summary>
internal static class DefinitionQueries
{
    /// <summary>Maps what only reads.</summary>
    public static void MapDefinitionQueries(this ElsaRoutes routes)
    {
        routes.Get("/workflow-definitions", DesignerRight.ReadDefinitions, ListAsync);
        routes.Get("/workflow-definitions/by-definition-id/{definitionId}", DesignerRight.ReadDefinitions, ByDefinitionAsync);
        routes.Get("/workflow-definitions/by-id/{versionId}", DesignerRight.ReadDefinitions, ByIdAsync);
        routes.Get("/workflow-definitions/many-by-id", DesignerRight.ReadDefinitions, ManyByIdAsync);
        routes.Get("/workflow-definitions/{definitionId}", DesignerRight.ReadDefinitions, ByDefinitionAsync);
        routes.Get("/workflow-definitions/{definitionId}/versions", DesignerRight.ReadDefinitions, VersionsAsync);
        routes.Get("/workflow-definitions/query/count", DesignerRight.ReadDefinitions, CountAsync);
        routes.Get("/workflow-definitions/validation/is-name-unique", DesignerRight.ReadDefinitions, IsNameUniqueAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, string? versionOptions, int? page, int? pageSize, string? searchTerm, bool? isSystem,
        string? orderBy, string? orderDirection, string[]? definitionIds, string[]? ids)
    {
        var caller = access.CallerOf(context);
        var all = await library.ListAsync(context.RequestAborted);
        var choice = VersionChoice.Of(versionOptions, VersionChoice.All);
        var found = isSystem == true ? [] : all.Where(version => choice.Fits(version)
            && (definitionIds is null or [] || definitionIds.Contains(version.DefinitionId, StringComparer.Ordinal))
            && (ids is null or [] || ids.Contains(version.VersionId, StringComparer.Ordinal))
            && Holds(version, searchTerm?.Trim())).ToArray();
        var newestFirst = string.Equals(orderDirection, "Descending", StringComparison.OrdinalIgnoreCase);
        var ordered = Ordered(found, orderBy, newestFirst);
        var asked = pageSize is > 0 ? ordered.Skip(Math.Max(page ?? 0, 0) * pageSize.Value).Take(pageSize.Value) : ordered;
        return ElsaAnswers.Ok(new ElsaPage<DefinitionSummary>(
            [.. asked.Select(version => DefinitionViews.Summary(version, caller, Remark(version, all)))], found.Length, DefinitionLinks.OfList(caller)));
    }

    private static async Task<IResult> ByDefinitionAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, string definitionId, string? versionOptions) =>
        VersionChoice.Of(versionOptions, VersionChoice.Latest).Pick(await library.HistoryAsync(definitionId, context.RequestAborted)) is { } version
        && await library.ReadAsync(version.VersionId, context.RequestAborted) is { } stored
            ? ElsaAnswers.Ok(views.Full(stored, access.CallerOf(context)))
            : ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));

    private static async Task<IResult> ByIdAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, string versionId) =>
        await library.ReadAsync(versionId, context.RequestAborted) is { } stored
            ? ElsaAnswers.Ok(views.Full(stored, access.CallerOf(context)))
            : ElsaAnswers.NotFound(DesignerTexts.Format("definition.version.none", versionId));

    private static async Task<IResult> ManyByIdAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, string[]? ids)
    {
        var caller = access.CallerOf(context);
        var items = new List<object>();
        foreach (var id in (ids ?? []).Distinct(StringComparer.Ordinal))
        {
            if (await library.ReadAsync(id, context.RequestAborted) is { } stored) items.Add(views.Full(stored, caller));
        }

        return ElsaAnswers.List(items);
    }

    private static async Task<IResult> VersionsAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, string definitionId)
    {
        var caller = access.CallerOf(context);
        var items = new List<object>();
        foreach (var version in await library.HistoryAsync(definitionId, context.RequestAborted))
        {
            if (await library.ReadAsync(version.VersionId, context.RequestAborted) is { } stored) items.Add(views.Full(stored, caller));
        }

        return ElsaAnswers.Ok(items);
    }

    private static async Task<IResult> CountAsync(HttpContext context, IDefinitionLibrary library) =>
        ElsaAnswers.Ok(new { count = (await library.ListAsync(context.RequestAborted)).Count(version => version.IsLatest) });

    private static async Task<IResult> IsNameUniqueAsync(HttpContext context, IDefinitionLibrary library, string? name, string? definitionId) =>
        ElsaAnswers.Ok(new { isUnique = IsUnique(await library.ListAsync(context.RequestAborted), name, definitionId) });

    /// <summary>True when no other definition is called so now.</summary>
    internal static bool IsUnique(IEnumerable<DefinitionVersion> versions, string? name, string? definitionId) =>
        !versions.Any(version => version.IsLatest && version.DefinitionId != definitionId && string.Equals(version.Name, name?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<DefinitionVersion> Ordered(DefinitionVersion[] found, string? orderBy, bool descending) => (orderBy, descending) switch
    {
        ("Name", false) => found.OrderBy(version => version.Name, StringComparer.CurrentCultureIgnoreCase),
        ("Name", true) => found.OrderByDescending(version => version.Name, StringComparer.CurrentCultureIgnoreCase),
        ("Version", false) => found.OrderBy(version => version.Version),
        ("Version", true) => found.OrderByDescending(version => version.Version),
        (_, true) => found.OrderByDescending(version => version.CreatedAt),
        _ => found.OrderBy(version => version.CreatedAt),
    };

    private static bool Holds(DefinitionVersion version, string? term) =>
        string.IsNullOrEmpty(term)
        || new[] { version.Name, version.Description, version.DefinitionId, version.VersionId }.Any(text => text?.Contains(term, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>A draft that a newer file was published under is told in the list: its author decides what becomes of it.</summary>
    private static string? Remark(DefinitionVersion version, IReadOnlyList<DefinitionVersion> all)
    {
        if (!version.IsLatest || version.IsFrozen || version.Source != DefinitionVersion.KeptAboveFile) return null;
        var published = all.FirstOrDefault(other => other.DefinitionId == version.DefinitionId && other.IsPublished);
        return published is null ? null : DesignerTexts.Format("definition.behind-file", published.Version);
    }
}
