using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Compensation;

/// <summary>
/// Undoes what a scope did outside the case: the compensations of its completed activities run one after another, the one that completed last first. Each is an
/// execution inside this one. What completes in the scope meanwhile is undone as well.
/// </summary>
internal sealed class Compensate : ContainerBehaviour
{
    public const string OnDemandName = "Hoàn tác";

    /// <summary>Name of the wait for what another compensation undoes in the same scope.</summary>
    internal const string OthersName = CompiledCompensations.Suffix;

    private const string Goes = "Continue";

    private static readonly JsonElement Others = Json.Object(
        ("holder", Json.Object(("kind", "system"))),
        ("reason", Json.Object(("vi", "Chờ một việc hoàn tác khác trong cùng phạm vi"), ("en", "Waiting for another compensation in the same scope"))));

    /// <summary>What designers draw.</summary>
    public static ActivityEntry Entry { get; } = new(
        new()
        {
            TypeName = "Case.Compensate",
            Category = "Case",
            DisplayName = "Compensate",
            Description = "Hoàn tác những gì các cơ quan đã làm. Undoes what agencies did in a scope, in reverse order, as their documents declare it.",
            Kind = "Task",
            Ports = Flow(Done, FailedPort),
            Inputs =
            [
                Input("Scope", "String", "Id or name of a container or activity, or 'case' for everything. Empty: the container that this activity is drawn in."),
                Choice("OnFailure", "String", "When a compensation fails: wait until its incident is settled, or go on with the others first.", "Wait", Goes).WithDefault("Wait"),
            ],
            Outputs =
            [
                Output("Compensated", "Object", "What was undone, a list of {activityId, execution}."),
                Output("NotCompensated", "Object", "What was not, a list of {activityId, execution, reason}."),
            ],
        },
        new Compensate());

    /// <summary>What a person starts from an incident.</summary>
    public static ActivityEntry OnDemand { get; } = Entry with { Descriptor = Entry.Descriptor with { IsBrowsable = false } };

    public override object? Plan(ActivityPlanner planner)
    {
        if (planner.Constant("scope") is not { ValueKind: JsonValueKind.String } written || written.GetString() is not { Length: > 0 } scope) return null;
        if (scope != CompensationScope.WholeCase && !planner.Definition.Activities.Any(activity => activity.Id == scope || activity.Name == scope))
            planner.Fault("unknown-scope", $"{planner.Node.Path}.scope", $"Expected the id or name of an activity, or 'case', but '{scope}' is none; choose one, or leave it empty.");
        return null;
    }

    protected override void Execute(ExecutionTurn turn)
    {
        var scope = turn.TextInput("Scope");
        if (scope is { Length: > 0 } && scope != CompensationScope.WholeCase && KeyOf(turn, scope) is null)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected the id or name of an activity as scope, or 'case', but '{scope}' is none; correct it, then retry."));
            return;
        }

        GoOn(turn);
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => GoOn(turn);

    public override void ChildFaulted(ExecutionTurn turn, ActivityExecution child)
    {
        if (turn.TextInput("OnFailure") == Goes) GoOn(turn);
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        if (child.Compensates is { } run) turn.Decider.Emit(new NotCompensated(run, CompensationReasons.Dismissed, turn.ExecutionId));
        GoOn(turn);
        return true;
    }

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption) => GoOn(turn);

    /// <summary>True when a compensation that waits for another one has something to do again.</summary>
    internal static bool CanGoOn(ExecutionTurn turn)
    {
        var scope = ScopeOf(turn);
        return scope.Next() is not null || !scope.IsUndoneElsewhere(turn.ExecutionId);
    }

    /// <summary>The nearest scope that a name means.</summary>
    internal static CompensationScope ScopeOf(ExecutionTurn turn)
    {
        var around = turn.Execution.ParentId ?? Decider.AroundIncident(turn.Execution);
        return CompensationScope.Of(turn.Decider, around, turn.TextInput("Scope") is { Length: > 0 } named ? named == CompensationScope.WholeCase ? named : KeyOf(turn, named) : null);
    }

    private static string? KeyOf(ExecutionTurn turn, string named) => turn.Decider.KeyOf(turn.Activity.Frame, named);

    private static void GoOn(ExecutionTurn turn)
    {
        var scope = ScopeOf(turn);
        var goesOn = turn.TextInput("OnFailure") == Goes;

        // One after another: a compensation may rest on the one before it.
        if (turn.ScheduledChildren.Any() || turn.LiveChildren.Any(child => !goesOn || child.Status != ExecutionStatus.Faulted)) return;
        if (scope.Next() is { } run)
        {
            turn.Decider.Schedule(new ScheduledWork(run.NodeId + CompiledCompensations.Suffix, turn.ExecutionId, Compensates: run.Id));
            return;
        }

        if (turn.HasLiveChildren || IsWaiting(turn)) return;
        if (scope.IsUndoneElsewhere(turn.ExecutionId)) turn.Wait(BookmarkKind.Event, OthersName, payload: Others);
        else Finish(turn, scope);
    }

    private static bool IsWaiting(ExecutionTurn turn) => turn.State.Bookmarks.Values.Any(bookmark => bookmark.ExecutionId == turn.ExecutionId);

    private static void Finish(ExecutionTurn turn, CompensationScope scope)
    {
        var left = scope.Left().ToArray();
        foreach (var (run, reason) in left.Where(one => one.Run.NotCompensated != one.Reason)) turn.Decider.Emit(new NotCompensated(run.Id, reason, turn.ExecutionId));
        var undone = turn.State.Executions.Values.Where(one => one.ParentId == turn.ExecutionId && one.Status == ExecutionStatus.Completed).Select(one => turn.State.Executions[one.Compensates!.Value]);
        turn.SetOutput("Compensated", Listed(undone.Select(run => Json.Object(("activityId", run.ActivityId), ("execution", run.Id)))));
        turn.SetOutput("NotCompensated", Listed(left.Select(one => Json.Object(("activityId", one.Run.ActivityId), ("execution", one.Run.Id), ("reason", one.Reason)))));
        if (turn.Execution.ParentId is null)
        {
            turn.Complete();
            turn.Decider.FollowCompensation(turn.Execution, scope.Container);
            return;
        }

        // What a person dismissed was decided; what nobody knows must not pass in silence.
        var open = left.Where(one => one.Reason is CompensationReasons.Unanswered or CompensationReasons.UnderWay).Select(one => one.Run.Name ?? one.Run.ActivityId).ToArray();
        if (turn.IsConnected(FailedPort) && (open.Length > 0 || left.Any(one => one.Reason == CompensationReasons.Dismissed))) turn.Complete(FailedPort);
        else if (open.Length == 0) turn.Complete();
        else
        {
            turn.Fault(new Fault(
                FaultCodes.CompensationIncomplete,
                $"Expected a final answer for everything that '{turn.DisplayName}' undoes, but {string.Join(", ", open)} has none; ask the agency, then override or retry."));
        }
    }

    private static JsonElement Listed(IEnumerable<JsonElement> items) => JsonSerializer.SerializeToElement(items.ToArray());
}
