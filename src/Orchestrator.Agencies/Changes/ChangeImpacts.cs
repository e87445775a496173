using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Agencies.Changes;

/// <summary>Says which activities of a definition a changed document meets. Pure.</summary>
public static class ChangeImpacts
{
    /// <summary>The changes that meet what the definition really uses, in the order of its activities.</summary>
    /// <param name="definition">A definition drawn with the old document.</param>
    /// <param name="before">The old document.</param>
    /// <param name="changes">What is different.</param>
    public static ImmutableArray<ChangeImpact> On(WorkflowDefinition definition, AgencyDocument before, IReadOnlyCollection<DocumentChange> changes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var text = definition.Json.GetRawText();
        var impacts = ImmutableArray.CreateBuilder<ChangeImpact>();
        foreach (var activity in definition.Activities)
        {
            if (before.Operations.FirstOrDefault(operation => OperationDescriptors.TypeName(before, operation) == activity.Type) is not { } operation)
                continue;
            impacts.AddRange(changes
                .Where(change => change.OperationId == operation.Id && change.Kind != ChangeKind.Adds && Meets(change, activity, definition, text))
                .Select(change => new ChangeImpact(activity.Path, activity.Label, change)));
        }

        return impacts.ToImmutable();
    }

    private static bool Meets(DocumentChange change, ActivityNode activity, WorkflowDefinition definition, string text) => change switch
    {
        { Part: OperationPart.Input, Name: { } name } => Has(activity, name) != change.AsksForValue,
        // Expressions read outputs by name, wherever they stand.
        { Part: OperationPart.Output, Name: { } name } => Has(activity, name) || Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b", RegexOptions.CultureInvariant),
        { Part: OperationPart.Outcome, Kind: ChangeKind.Breaks, Name: { } name } => definition.Activities.Any(container => IsConnected(container, activity.Id, name)),
        _ => true,
    };

    private static bool Has(ActivityNode activity, string name) =>
        activity[JsonNamingPolicy.CamelCase.ConvertName(name)].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static bool IsConnected(ActivityNode container, string activity, string port) =>
        container["connections"] is { ValueKind: JsonValueKind.Array } connections
        && connections.EnumerateArray().Any(connection =>
            connection.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object
            && source.TryGetProperty("activity", out var id) && id.ValueEquals(activity)
            && (source.TryGetProperty("port", out var from) && from.ValueKind == JsonValueKind.String ? from.GetString() : "Done") == port);
}
