using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Takes in what an Elsa client drew or imported.</summary>
internal sealed class DefinitionDesk(IDefinitionLibrary library, IActivityCatalog catalog, UsedWorkflows used)
{
    private static readonly TimeZoneInfo Vietnam = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>Saves a model in Elsa's form; a model without a definition id becomes a new definition.</summary>
    public async Task<Saving> SaveAsync(JsonObject model, DesignerCaller caller, string? editor, CancellationToken cancellationToken)
    {
        string? definitionId;
        DraftBase? seen;
        JsonElement json;
        try
        {
            definitionId = Text(model, "definitionId");
            seen = RevisionMark.Take(model, definitionId);
            json = used.Fold(UnknownActivities.Restore(JsonSerializer.SerializeToElement(model)));
        }
        catch (Exception problem) when (problem is ArgumentException or JsonException or InvalidOperationException)
        {
            return new Saving(null, [DesignerTexts.Text("definition.unreadable")]);
        }

        if (DefinitionReader.Read(json) is not DefinitionReading.Read { Definition: { } definition }) return new Saving(null, [DesignerTexts.Text("definition.unreadable")]);
        if (definitionId is null && await RefusedAsync(definition, cancellationToken) is { } reason) return new Saving(null, [reason]);
        definitionId ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return await library.SaveAsync(new DefinitionDraft(definitionId, json, caller.Name, editor, seen), cancellationToken) switch
        {
            SaveOutcome.Saved saved => new Saving(saved.Definition, []),
            SaveOutcome.Overtaken overtaken => new Saving(null, [Overtaken(overtaken.Newest)]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Says that somebody else saved meanwhile.</summary>
    public static string Overtaken(DefinitionVersion newest) => DesignerTexts.Format(
        "definition.overtaken", newest.Version, newest.SavedBy ?? DesignerTexts.Text("definition.overtaken.file"),
        TimeZoneInfo.ConvertTime(newest.CreatedAt, Vietnam).ToString("HH:mm", CultureInfo.InvariantCulture));

    private async Task<string?> RefusedAsync(WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Root is { } root && !catalog.TryGet(root.Type, root.Version, out _)) return DesignerTexts.Format("definition.root-unsupported", root.Type);
        return definition.Name is { Length: > 0 } name && !DefinitionQueries.IsUnique(await library.ListAsync(cancellationToken), name, null)
            ? DesignerTexts.Format("definition.name-taken", name) : null;
    }

    private static string? Text(JsonObject model, string name) =>
        model[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}

/// <summary>What came of taking something in.</summary>
/// <param name="Stored">What is stored now; null when it was refused.</param>
/// <param name="Reasons">Why.</param>
internal sealed record Saving(StoredDefinition? Stored, IReadOnlyList<string> Reasons);
