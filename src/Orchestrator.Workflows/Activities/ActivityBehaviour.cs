using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities;

/// <summary>
/// What an activity type does, in pure code: it reads its inputs and says what follows through the turn; it keeps nothing itself
/// (one instance serves all cases, at once).
/// </summary>
public abstract class ActivityBehaviour
{
    /// <summary>The activity begins. Must complete, wait, schedule a child or fault.</summary>
    public abstract void Execute(ActivityTurn turn);

    /// <summary>A bookmark of this activity was resumed. The bookmark is already removed.</summary>
    public virtual void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption) => turn.Complete();
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

    /// <summary>The final answer of an effect.</summary>
    public sealed record ByEffect(string? Outcome, JsonElement? Outputs) : Resumption;

    /// <summary>The failure of an effect.</summary>
    public sealed record ByFailure(Fault Fault) : Resumption;

    /// <summary>The end of a child case.</summary>
    public sealed record ByChild(CaseId Child, CaseSubStatus SubStatus, JsonElement Output) : Resumption;
}
