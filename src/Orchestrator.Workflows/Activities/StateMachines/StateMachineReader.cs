using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.StateMachines;

/// <summary>Reads a machine. What Elsa would silently never take (a transition without a trigger or to no state) is a fault.</summary>
internal sealed class StateMachineReader(ActivityPlanner planner)
{
    private readonly Dictionary<string, int> _states = new(StringComparer.Ordinal);

    public static StateMachinePlan Read(ActivityPlanner planner)
    {
        var reader = new StateMachineReader(planner);
        var states = reader.States();
        var transitions = reader.Transitions();
        return new StateMachinePlan(states, transitions, states.IsEmpty ? null : reader.Start());
    }

    private ImmutableArray<MachineState> States()
    {
        var states = ImmutableArray.CreateBuilder<MachineState>();
        foreach (var (item, path) in planner.Node.Json.Items("states", planner.Node.Path))
        {
            var name = item.Text("name") ?? "";
            if (string.IsNullOrWhiteSpace(name))
                planner.Fault("missing-state-name", $"{path}.name", "Expected a name on every state, but this one has none; give it one.");
            else if (!_states.TryAdd(name, states.Count))
                planner.Fault("duplicate-state", $"{path}.name", $"Expected every state once, but '{name}' is there again; rename one.");
            states.Add(new MachineState(name, Slot(item, path, "entry"), Slot(item, path, "exit")));
        }

        return states.ToImmutable();
    }

    private ImmutableArray<StateTransition> Transitions()
    {
        var transitions = ImmutableArray.CreateBuilder<StateTransition>();
        foreach (var (item, path) in planner.Node.Json.Items("transitions", planner.Node.Path))
        {
            var label = Given(item, "displayName") ?? Given(item, "name") ?? $"{item.Text("from")} → {item.Text("to")}";
            var from = State(item, path, "from", label);
            var to = State(item, path, "to", label);
            var trigger = Slot(item, path, "trigger");
            if (item.Member("trigger").IsAbsent())
                planner.Fault("missing-trigger", $"{path}.trigger", $"Expected a trigger on the transition '{label}', but it has none and would never be taken; give it one, for example an Event.");
            transitions.Add(new StateTransition(label, from, to, trigger, Condition(item.Member("condition"), $"{path}.condition", label), Slot(item, path, "action")));
        }

        return transitions.ToImmutable();
    }

    /// <summary>Elsa starts in the current state when the definition names one; Studio writes both.</summary>
    private int Start()
    {
        var property = Given(planner.Node.Json, "currentState") is null ? "initialState" : "currentState";
        if (Given(planner.Node.Json, property) is { } name && _states.TryGetValue(name, out var state)) return state;
        planner.Fault("unknown-state", $"{planner.Node.Path}.{property}",
            $"Expected the state to start in ({string.Join(", ", _states.Keys)}), but '{Given(planner.Node.Json, property)}' is none of them; choose the initial state.");
        return 0;
    }

    private int State(JsonElement transition, string path, string property, string label)
    {
        if (transition.Text(property) is { } name && _states.TryGetValue(name, out var state)) return state;
        planner.Fault("unknown-state", $"{path}.{property}", $"Expected the transition '{label}' between two states of this machine, but '{transition.Text(property)}' is none; choose one of {string.Join(", ", _states.Keys)}.");
        return -1;
    }

    /// <summary>The activity in a slot. Studio keeps what could not be read there as an object that is none.</summary>
    private CompiledActivity? Slot(JsonElement owner, string path, string slot)
    {
        var place = $"{path[(planner.Node.Path.Length + 1)..]}.{slot}";
        if (!owner.Member(slot).IsAbsent() && planner.Node.ChildAt(place) is null)
            planner.Fault("invalid-slot", $"{path}.{slot}", $"Expected an activity with type, version and id in '{slot}', but found something else; draw it again.");
        return planner.Child(place);
    }

    private IPreparedExpression? Condition(JsonElement condition, string path, string label)
    {
        if (condition.IsAbsent()) return null;
        if (condition.ValueKind is JsonValueKind.True or JsonValueKind.False) return planner.Expression(Json.Object(("type", "Literal"), ("value", condition)), path, "Boolean");
        if (condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped) return planner.Expression(wrapped, $"{path}.expression", "Boolean");
        if (condition.ValueKind == JsonValueKind.Object && !condition.Member("type").IsAbsent()) return planner.Expression(condition, path, "Boolean");
        planner.Fault("invalid-condition", path, $"Expected an expression or true or false as the condition of '{label}', but found something else; write it again.");
        return null;
    }

    private static string? Given(JsonElement owner, string property) => owner.Text(property) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
