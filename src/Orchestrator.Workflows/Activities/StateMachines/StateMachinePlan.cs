using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.StateMachines;

/// <summary>The states and transitions of a machine, by their indexes.</summary>
/// <param name="States">In the order of the definition.</param>
/// <param name="Transitions">In the order of the definition, which is the order in which their triggers start.</param>
/// <param name="Start">The state it begins with; null when there are no states.</param>
internal sealed record StateMachinePlan(ImmutableArray<MachineState> States, ImmutableArray<StateTransition> Transitions, int? Start)
{
    /// <summary>Indexes of the transitions that leave a state.</summary>
    public ImmutableArray<int> From(int state) => [.. Enumerable.Range(0, Transitions.Length).Where(i => Transitions[i].From == state)];
}

/// <summary>A state, with what runs when the machine comes to it and leaves it.</summary>
internal sealed record MachineState(string Name, CompiledActivity? Entry, CompiledActivity? Exit);

/// <summary>A way from one state to another; <paramref name="Trigger"/> is null only after a fault of the definition.</summary>
internal sealed record StateTransition(string Name, int From, int To, CompiledActivity? Trigger, IPreparedExpression? Condition, CompiledActivity? Action);
