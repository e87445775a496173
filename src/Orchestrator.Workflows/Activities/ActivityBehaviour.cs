using System.Text.Json;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities;

/// <summary>
/// What an activity type does, in pure code: it reads its inputs and says what follows through the turn; it keeps nothing itself
/// (one instance serves all cases, at once).
/// </summary>
public abstract class ActivityBehaviour
{
    /// <summary>The port taken when an effect can never succeed.</summary>
    public const string FailedPort = "Failed";

    /// <summary>The activity that undoes a run of this one, or null when none is known.</summary>
    public virtual CompensatingActivity? CompensatedBy => null;

    /// <summary>What it takes to undo a run of this activity. Unless overridden: nothing, because it did nothing outside the case.</summary>
    /// <param name="run">A run, in whatever status it is.</param>
    public virtual CompensationNeed CompensationOf(ActivityExecution run) => new CompensationNeed.Nothing();

    /// <summary>The activity begins. Must complete, wait, schedule a child or fault.</summary>
    public abstract void Execute(ActivityTurn turn);

    /// <summary>
    /// A bookmark of this activity was resumed. The bookmark is already removed. Unless overridden: takes the outcome of an effect (with its outputs),
    /// takes the port <c>Failed</c> of a failed effect when that is connected and faults when it is not, and completes on everything else.
    /// </summary>
    public virtual void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
    {
        switch (resumption)
        {
            case Resumption.ByEffect { Outcome: var outcome, Outputs: var outputs }:
                if (outputs is { ValueKind: JsonValueKind.Object } values)
                {
                    foreach (var output in values.EnumerateObject()) turn.SetOutput(output.Name, output.Value);
                }

                if (outcome is null) turn.Complete();
                else turn.Complete(outcome);
                break;
            case Resumption.ByFailure { Fault: var fault }:
                if (turn.IsConnected(FailedPort)) turn.Complete(FailedPort);
                else turn.Fault(fault);
                break;
            default:
                turn.Complete();
                break;
        }
    }
}

/// <summary>What woke an activity.</summary>
public abstract record Resumption
{
    private Resumption() { }

    /// <summary>A named event, with what it carried.</summary>
    public sealed record ByEvent(JsonElement? Payload) : Resumption;

    /// <summary>The due time.</summary>
    public sealed record ByTimer : Resumption;

    /// <summary>A completed task, with its result.</summary>
    public sealed record ByTask(JsonElement? Result) : Resumption;

    /// <summary>An HTTP request.</summary>
    public sealed record ByRequest(JsonElement Request) : Resumption;

    /// <summary>The final answer of an effect.</summary>
    public sealed record ByEffect(string? Outcome, JsonElement? Outputs) : Resumption;

    /// <summary>The failure of an effect.</summary>
    public sealed record ByFailure(Fault Fault) : Resumption;

    /// <summary>The end of a child case.</summary>
    public sealed record ByChild(CaseId Child, CaseSubStatus SubStatus, JsonElement Output) : Resumption;
}
