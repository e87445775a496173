using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.LogPersistence;

/// <summary>Which values of an activity are part of its record.</summary>
/// <param name="Workflow">Chosen for the workflow that the activity is drawn in.</param>
/// <param name="Activity">Chosen for the activity as a whole.</param>
/// <param name="Inputs">Chosen for single inputs, by their names in JSON.</param>
/// <param name="Outputs">Chosen for single outputs, by their names in JSON.</param>
internal sealed record ActivityLogPlan(
    LogChoice Workflow, LogChoice Activity, FrozenDictionary<string, LogChoice> Inputs, FrozenDictionary<string, LogChoice> Outputs)
{
    /// <summary>For an activity of a workflow where nothing is chosen: the server's setting counts.</summary>
    public static ActivityLogPlan Nothing { get; } =
        new(LogChoice.None, LogChoice.None, FrozenDictionary<string, LogChoice>.Empty, FrozenDictionary<string, LogChoice>.Empty);

    /// <summary>Parts the evaluated inputs.</summary>
    public RecordedValues OfInputs(JsonElement? values, LogPersistenceMode configured, IExpressionScope scope) => Part(values, Inputs, configured, scope);

    /// <summary>Parts the outputs.</summary>
    public RecordedValues OfOutputs(JsonElement? values, LogPersistenceMode configured, IExpressionScope scope) => Part(values, Outputs, configured, scope);

    /// <summary>True when an output, whichever it is, is kept out of the record.</summary>
    public bool HidesOutputs(IEnumerable<OutputDescriptor> outputs, LogPersistenceMode configured, IExpressionScope scope)
    {
        var around = Around(configured, scope);
        return outputs.Any(output => Of(output.Name, Outputs, configured, scope, around) == LogPersistenceMode.Exclude);
    }

    private LogPersistenceMode Around(LogPersistenceMode configured, IExpressionScope scope) =>
        Inner(Activity, configured, scope, Inner(Workflow, configured, scope, configured));

    private static LogPersistenceMode Of(
        string name, FrozenDictionary<string, LogChoice> choices, LogPersistenceMode configured, IExpressionScope scope, LogPersistenceMode around) =>
        choices.TryGetValue(ActivityArguments.PropertyName(name), out var choice) ? Inner(choice, configured, scope, around) : around;

    private RecordedValues Part(JsonElement? values, FrozenDictionary<string, LogChoice> choices, LogPersistenceMode configured, IExpressionScope scope)
    {
        if (values is not { ValueKind: JsonValueKind.Object } given) return new RecordedValues(values, null);
        var around = Around(configured, scope);
        List<KeyValuePair<string, JsonElement>> logged = [], unlogged = [];
        foreach (var member in given.EnumerateObject())
        {
            (Of(member.Name, choices, configured, scope, around) == LogPersistenceMode.Exclude ? unlogged : logged).Add(new(member.Name, member.Value));
        }

        return unlogged.Count == 0
            ? new RecordedValues(values, null)
            : new RecordedValues(logged.Count == 0 ? null : Definitions.Json.Object(logged), Definitions.Json.Object(unlogged));
    }

    private static LogPersistenceMode Inner(LogChoice choice, LogPersistenceMode configured, IExpressionScope scope, LogPersistenceMode around) =>
        choice.Of(configured, scope) is var mode and not LogPersistenceMode.Inherit ? mode : around;
}

/// <summary>Values that belong to a record, and those that do not; each a JSON object by name, or null.</summary>
internal readonly record struct RecordedValues(JsonElement? Logged, JsonElement? Unlogged);
