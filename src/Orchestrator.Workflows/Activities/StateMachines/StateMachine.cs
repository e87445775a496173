using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.StateMachines;

/// <summary>
/// Is in one state at a time: runs its entry, then waits with the triggers of all transitions that leave it. The first trigger whose condition holds wins; the others are
/// cancelled, the transition's action runs, then the exit of the state. A trigger whose condition does not hold waits again. A state that nothing leaves ends the machine.
/// Its progress is the state; a child's tag says which part of which transition it is.
/// </summary>
internal sealed class StateMachine : ContainerBehaviour
{
    private const string Entry = "entry";
    private const string Trigger = "trigger";
    private const string Action = "action";
    private const string Exit = "exit";

    /// <summary>Not a name that an expression could use: the transition whose condition failed, kept for the retry.</summary>
    private const string Undecided = "StateMachine:Undecided";

    public static ActivityEntry Activity { get; } = new(
        new() { TypeName = "Elsa.StateMachine", Category = "Flow", DisplayName = "State Machine", Description = "States, and transitions that triggers start." },
        new StateMachine());

    public override object Plan(ActivityPlanner planner) => StateMachineReader.Read(planner);

    public override FrozenSet<string>? Ports(ActivityPlanner planner) => CompletionPorts.Of(planner);

    protected override void Execute(ExecutionTurn turn)
    {
        var plan = PlanOf(turn);
        if (turn.Scope.TryGetVariable(Undecided, out var undecided) && undecided.ValueKind == JsonValueKind.Number)
        {
            var index = undecided.GetInt32();
            turn.Decider.Emit(new VariableSet(turn.ExecutionId, Undecided, JsonMembers.Null));
            turn.Progress = [plan.Transitions[index].From];
            Decide(turn, plan, index);
        }
        else if (plan.Start is { } start)
        {
            Enter(turn, plan, start);
        }
        else
        {
            turn.Complete();
        }
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        var plan = PlanOf(turn);
        var (part, index) = Read(child.Tag);
        switch (part)
        {
            case Entry: Arm(turn, plan); break;
            case Trigger: Decide(turn, plan, index); break;
            case Action: Leave(turn, plan, index); break;
            default: Enter(turn, plan, plan.Transitions[index].To); break;
        }
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child) => Read(child.Tag).Part == Trigger && turn.HasLiveChildren;

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Complete complete) return false;
        turn.Complete(complete.Outcomes.AsSpan());
        return true;
    }

    private static StateMachinePlan PlanOf(ExecutionTurn turn) => (StateMachinePlan)turn.Activity.Plan!;

    private static void Enter(ExecutionTurn turn, StateMachinePlan plan, int state)
    {
        turn.Progress = [state];
        if (plan.States[state].Entry is { } entry) turn.Schedule(entry, Entry);
        else Arm(turn, plan);
    }

    private static void Arm(ExecutionTurn turn, StateMachinePlan plan)
    {
        var leaving = plan.From((int)turn.Progress[0]);
        if (leaving.IsEmpty) turn.Complete();
        foreach (var index in leaving) turn.Schedule(plan.Transitions[index].Trigger!, Tag(Trigger, index));
    }

    private static void Decide(ExecutionTurn turn, StateMachinePlan plan, int index)
    {
        var transition = plan.Transitions[index];
        if (!Holds(turn, transition, index, out var holds)) return;
        if (holds)
        {
            turn.Unschedule(_ => true);
            foreach (var loser in turn.LiveChildren.ToArray()) turn.Cancel(loser.Id);
            if (transition.Action is { } action) turn.Schedule(action, Tag(Action, index));
            else Leave(turn, plan, index);
        }
        else if (turn.HasLiveChildren)
        {
            turn.Schedule(transition.Trigger!, Tag(Trigger, index));
        }
        else
        {
            // Alone, or repeated after a failure that took the other triggers with it: all of them wait again.
            Arm(turn, plan);
        }
    }

    /// <summary>False when the condition cannot be told: the machine faults, and its retry decides this transition again, so that what the trigger brought is not lost.</summary>
    private static bool Holds(ExecutionTurn turn, StateTransition transition, int index, out bool holds)
    {
        holds = true;
        if (transition.Condition is null) return true;
        try
        {
            holds = turn.Evaluate(transition.Condition, "Boolean").ValueKind == JsonValueKind.True;
            return true;
        }
        catch (ExpressionException problem)
        {
            turn.Decider.Emit(new VariableSet(turn.ExecutionId, Undecided, JsonValues.Number((decimal)index)));
            turn.Fault(new Fault(problem.Code, $"Condition of the transition '{transition.Name}': {problem.Message}"));
            return false;
        }
    }

    private static void Leave(ExecutionTurn turn, StateMachinePlan plan, int index)
    {
        var transition = plan.Transitions[index];
        if (plan.States[transition.From].Exit is { } exit) turn.Schedule(exit, Tag(Exit, index));
        else Enter(turn, plan, transition.To);
    }

    private static string Tag(string part, int index) => string.Create(CultureInfo.InvariantCulture, $"{part}:{index}");

    private static (string Part, int Index) Read(string? tag) =>
        tag?.Split(':') is [var part, var index] ? (part, int.Parse(index, CultureInfo.InvariantCulture)) : (tag ?? Entry, -1);
}
