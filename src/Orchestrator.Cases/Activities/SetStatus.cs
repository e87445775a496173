using Orchestrator.Cases.Statuses;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Tells the citizen, and the systems beside us, how far the case is.</summary>
internal sealed class SetStatus(ClockKeeping keeping) : ActivityBehaviour
{
    public static ActivityEntry Entry(ClockKeeping keeping) => new(
        CaseActivityDescriptor.Of(
            "SetStatus", new("Đặt trạng thái", "Set status"), new("Cho công dân biết hồ sơ đang ở đâu.", "Tells the citizen how far the case is."), ["Done"],
            [
                CaseActivityDescriptor.Choice("Status", "Trạng thái (Status)", "Trạng thái mới. The new status.", StatusTable.All.Select(status => (status.Key, $"{status.Name.Vi} ({status.Name.En})"))),
                CaseActivityDescriptor.Text("Reason", "Lý do (Reason)", "Lý do cho công dân biết. The reason given to the citizen.", "multiline"),
            ]),
        new SetStatus(keeping));

    public override void Execute(ActivityTurn turn)
    {
        if (turn.Text("Status") is not { } status || StatusTable.Find(status) is null)
        {
            turn.FaultInput("Status", $"one of {string.Join(", ", StatusTable.All.Select(known => known.Key))}");
            return;
        }

        keeping.EnsureDeadline(turn);
        if (Record(turn, status, turn.Text("Reason") is { } reason ? new BilingualText(reason, reason) : null)) turn.Complete();
    }

    /// <summary>Records a status that may follow the present one.</summary>
    /// <returns>False after it let the turn fault.</returns>
    public static bool Record(ActivityTurn turn, string status, BilingualText? reason)
    {
        var now = CaseMarks.Find<StatusMark>(turn.State, CaseMarks.Status);
        switch (StatusTable.Plan(now?.Status ?? StatusTable.First, status))
        {
            case Transition.Refused refused:
                turn.Fault(new Fault("status-order", refused.Message));
                return false;
            case Transition.Allowed allowed:
                var since = now is not null && now.Status == status ? now.At : turn.Now;
                turn.Mark(CaseMarks.Status, CaseMarks.ToJson(new StatusMark(status, reason, since, now is null && allowed.Path.IsEmpty ? [status] : allowed.Path)));
                return true;
            default:
                throw new InvalidOperationException("Expected a known transition.");
        }
    }
}
