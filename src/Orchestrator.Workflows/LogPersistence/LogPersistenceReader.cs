using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.LogPersistence;

/// <summary>
/// Reads <c>customProperties.logPersistenceConfig</c> and the older <c>logPersistenceMode</c>, which counts where the newer one says nothing.
/// Their <c>internalState</c> is accepted: an activity has no inner state here that a record could show.
/// </summary>
internal sealed class LogPersistenceReader(CompilationRun run, ActivityNode? activity)
{
    private const string Config = "logPersistenceConfig";
    private const string Legacy = "logPersistenceMode";
    private const string StrategyPrefix = "Elsa.Workflows.LogPersistence.Strategies.";

    /// <summary>What an activity chose; null when neither it nor its workflow chose anything.</summary>
    public ActivityLogPlan? Plan(ActivityNode node, LogChoice workflow)
    {
        var properties = node.CustomProperties;
        var path = $"{node.Path}.customProperties";
        var own = Default(properties, path);
        var inputs = Named(properties, path, "inputs");
        var outputs = Named(properties, path, "outputs");
        return own == LogChoice.None && workflow == LogChoice.None && inputs.Count == 0 && outputs.Count == 0 ? null : new ActivityLogPlan(workflow, own, inputs, outputs);
    }

    /// <summary>What is chosen for everything in these properties.</summary>
    public LogChoice Default(JsonElement properties, string path) =>
        Choice(properties.Object(Config).Member("default"), $"{path}.{Config}.default")
        ?? Mode(properties.Object(Legacy).Member("default"), $"{path}.{Legacy}.default");

    private FrozenDictionary<string, LogChoice> Named(JsonElement properties, string path, string section)
    {
        var choices = new Dictionary<string, LogChoice>(StringComparer.Ordinal);
        foreach (var member in properties.Object(Legacy).Object(section).EnumerateObject())
            choices[member.Name] = Mode(member.Value, $"{path}.{Legacy}.{section}.{member.Name}");
        foreach (var member in properties.Object(Config).Object(section).EnumerateObject())
        {
            if (Choice(member.Value, $"{path}.{Config}.{section}.{member.Name}") is { } choice) choices[member.Name] = choice;
        }

        return choices.Where(choice => choice.Value != LogChoice.None).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A newer choice, or null when there is none.</summary>
    private LogChoice? Choice(JsonElement config, string path)
    {
        if (config.ValueKind != JsonValueKind.Object) return null;
        if (config.Text("evaluationMode") is "Expression" or "1")
        {
            if (config.Member("expression") is not { ValueKind: JsonValueKind.Object } expression) return LogChoice.None;
            return run.Prepare(expression, $"{path}.expression", "Object", activity) is { } prepared ? new LogChoice.Evaluated(prepared) : LogChoice.None;
        }

        return Strategy(config.Text("strategyType")) ?? Refuse($"{path}.strategyType", config.Text("strategyType"));
    }

    private static LogChoice? Strategy(string? type)
    {
        if (string.IsNullOrEmpty(type)) return LogChoice.None;
        var name = type.Split(',')[0].Trim();
        return (name.StartsWith(StrategyPrefix, StringComparison.Ordinal) ? name[StrategyPrefix.Length..] : name) switch
        {
            "Inherit" => LogChoice.None,
            "Include" => new LogChoice.Drawn(LogPersistenceMode.Include),
            "Exclude" => new LogChoice.Drawn(LogPersistenceMode.Exclude),
            "Configuration" => new LogChoice.Configured(),
            _ => null,
        };
    }

    private LogChoice Mode(JsonElement value, string path) =>
        LogChoice.Parse(value) is { } mode ? mode == LogPersistenceMode.Inherit ? LogChoice.None : new LogChoice.Drawn(mode) : Refuse(path, value.GetRawText());

    private LogChoice Refuse(string path, string? given)
    {
        run.Fault("unknown-log-persistence", path, activity,
            $"Expected Inherit, Include, Exclude or Configuration, but '{given}' is none of them; choose one of those, or what should be hidden would be shown.");
        return LogChoice.None;
    }
}
