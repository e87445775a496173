using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Time;

/// <summary>Waits for the next time of a cron expression.</summary>
internal sealed class Cron : BuiltInBehaviour
{
    public override object? Plan(ActivityPlanner planner)
    {
        if (planner.Constant("cronExpression") is { ValueKind: JsonValueKind.String } written && CronTimes.Read(written.GetString(), CronTimes.Vietnam, out var reason) is null)
            planner.Fault("bad-cron", $"{planner.Node.Path}.cronExpression", Complaint(written.GetString(), reason));
        return null;
    }

    protected override void Execute(ExecutionTurn turn)
    {
        var text = turn.TextInput("CronExpression");
        if (turn.TryTrigger(out _)) turn.Complete();
        else if (CronTimes.Read(text, turn.Decider.Options.TimeZone, out var reason) is not { } times) turn.Fault(new Fault(FaultCodes.InvalidInput, Complaint(text, reason)));
        else if (times.Next(turn.Now) is { } next) turn.Wait(BookmarkKind.Timer, dueAt: next);
        else turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected a cron expression with a time to come, but '{text}' has none; correct it."));
    }

    private static string Complaint(string? text, string reason) =>
        $"Expected a cron expression with five fields, or six with seconds, but '{text}' is none ({reason.TrimEnd('.')}); write for example 0 7 * * 1-5.";
}
