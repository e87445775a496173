using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Moves the promised date to the extended limit of the law, for example because something must be verified.</summary>
internal sealed class ExtendPromise(ClockKeeping keeping) : ActivityBehaviour
{
    public static ActivityEntry Entry(ClockKeeping keeping) => new(
        CaseActivityDescriptor.Of(
            "ExtendPromise", new("Gia hạn ngày hẹn trả", "Extend the promised date"),
            new("Lùi ngày hẹn trả theo thời hạn gia hạn của thủ tục.", "Moves the promised date to the procedure's extended limit."), ["Done"],
            [
                CaseActivityDescriptor.Days("Tổng số ngày; để trống là thời hạn gia hạn của thủ tục. The new limit; empty for the procedure's extended one.", null),
                CaseActivityDescriptor.Text("Reason", "Lý do (Reason)", "Lý do gia hạn. Why.", "multiline", required: true),
            ]),
        new ExtendPromise(keeping));

    public override void Execute(ActivityTurn turn)
    {
        if (!turn.TryDays(out var days)) return;
        var limit = days ?? CaseInput.From(turn.CaseInput)?.Promise.ExtendedWorkingDays;
        if (limit is null || CaseMarks.ClockOf(turn.State) is not { } mark)
        {
            turn.Fault(new Fault("no-extension", "Expected a procedure whose limit can be extended, but it has no extended limit; give WorkingDays."));
            return;
        }

        // A limit that was reached before is not added twice.
        if (limit > mark.WorkingDays)
        {
            var moved = keeping.Clock.AddWorkingDays(mark.Date, limit.Value - mark.WorkingDays);
            keeping.Set(turn, mark with { Date = moved.Date, IsProvisional = mark.IsProvisional || moved.IsProvisional, WorkingDays = limit.Value, Reason = turn.Text("Reason") });
        }

        turn.Complete();
    }
}
