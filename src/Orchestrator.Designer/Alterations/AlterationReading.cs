using System.Globalization;
using System.Text.Json;
using Orchestrator.Designer.Instances;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Alterations;

/// <summary>One change of a plan, as it was read.</summary>
internal abstract record Change
{
    private Change() { }

    /// <summary>The command is the same for every case.</summary>
    public sealed record Same(CaseCommand Command) : Change;

    /// <summary>The case goes on with a version of its own definition.</summary>
    public sealed record ToVersion(int Version, string Reason) : Change;

    /// <summary>It is none that we make.</summary>
    public sealed record Unreadable(string Message) : Change;

    /// <summary>Reads one.</summary>
    public static Change Read(JsonElement alteration, string reason)
    {
        if (alteration.ValueKind != JsonValueKind.Object) return new Unreadable("Expected an alteration as a JSON object with a 'type', but it is something else; correct it.");
        return Text(alteration, "type") switch
        {
            "Cancel" => new Same(new CancelCase(reason)),
            "ModifyVariable" when Text(alteration, "variableId") is { } variable => new Same(new ModifyVariable(variable, Member(alteration, "value") ?? JsonElement.Parse("null"), reason)),
            "ScheduleActivity" when ActivityOf(alteration) is { Id: { } activity } => new Same(new ScheduleActivity(activity, reason)),
            "CancelActivity" when ActivityOf(alteration) is { Id: { } activity } target => new Same(new CancelActivity(activity, target.Execution, reason)),
            "Migrate" when Member(alteration, "targetVersion") is { } version && Number(version) is { } number => new ToVersion(number, reason),
            var type => new Unreadable(
                $"Expected an alteration of type Cancel, CancelActivity, ScheduleActivity, ModifyVariable or Migrate with what it needs, but got '{type}'; correct it."),
        };
    }

    /// <summary>The command for one case.</summary>
    public async ValueTask<(CaseCommand? Command, string? Refusal)> ForAsync(CaseHead head, IDefinitionStore definitions, CancellationToken cancellationToken)
    {
        if (this is Same same) return (same.Command, null);
        var (version, reason) = ((ToVersion)this) is var to ? (to.Version, to.Reason) : default;
        var versionId = string.Create(CultureInfo.InvariantCulture, $"{head.DefinitionId}:{version}");
        try
        {
            return (new MigrateCase(await definitions.GetAsync(versionId, cancellationToken), reason), null);
        }
        catch (InvalidOperationException)
        {
            return (null, $"Expected a published version {version} of '{head.DefinitionId}', but there is none that runs; choose one from its version history.");
        }
    }

    /// <summary>An alteration names an activity, or one run of it.</summary>
    private static (string? Id, long? Execution) ActivityOf(JsonElement alteration) =>
        (Text(alteration, "activityId"), ExecutionKey.Parse(Text(alteration, "activityInstanceId"))?.Number);

    private static int? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt32(out var number) => number,
        JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string? Text(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;
}
