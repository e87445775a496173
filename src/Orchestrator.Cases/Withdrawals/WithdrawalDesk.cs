using Orchestrator.Cases.Activities;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Statuses;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Withdrawals;

/// <summary>Lets a citizen take an application back.</summary>
public sealed class WithdrawalDesk
{
    private const string Withdrawn = "withdrawn";
    private const int LongestReason = 2000;

    private readonly CaseNumbers _numbers;
    private readonly ICaseRuntime _runtime;
    private readonly TimeProvider _time;

    internal WithdrawalDesk(CaseNumbers numbers, ICaseRuntime runtime, TimeProvider time)
    {
        _numbers = numbers;
        _runtime = runtime;
        _time = time;
    }

    /// <summary>Ends the case with that number as withdrawn. Refused once a result is there or the case has ended.</summary>
    public async Task<WithdrawalOutcome> RequestAsync(string number, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return new WithdrawalOutcome.ReasonRequired();
        if (await _numbers.FindAsync(number, cancellationToken) is not { } found) return new WithdrawalOutcome.NotFound();
        if (await _runtime.FindAsync(found.CaseId, cancellationToken) is not { } state || CaseStanding.Of(state, null) is not { } standing) return new WithdrawalOutcome.NotFound();
        if (standing.Status == Withdrawn) return new WithdrawalOutcome.Withdrawn(found.Number);
        if (StatusTable.Find(standing.Status)!.IsFinal || CaseStanding.HasEnded(state)) return new WithdrawalOutcome.AlreadyFinished(found.Number, standing.Status);
        if (StatusTable.Plan(standing.Status, Withdrawn) is Transition.Refused late) return new WithdrawalOutcome.Refused("status-order", late.Message);
        var text = reason.Trim();
        var marks = CaseMarks.ToJson(new Dictionary<string, StatusMark>(StringComparer.Ordinal)
        {
            [CaseMarks.Status] = new(Withdrawn, new BilingualText(text, text), _time.GetUtcNow(), [Withdrawn]),
        });
        WithdrawalOutcome outcome = await _runtime.SendAsync(found.CaseId, new CancelCase(text, marks), actor, cancellationToken) switch
        {
            CommandOutcome.Accepted => new WithdrawalOutcome.Withdrawn(found.Number),
            CommandOutcome.Rejected { Code: "case-ended" } => new WithdrawalOutcome.AlreadyFinished(found.Number, standing.Status),
            CommandOutcome.Rejected rejected => new WithdrawalOutcome.Refused(rejected.Code, rejected.Message),
            CommandOutcome.Unavailable unavailable => new WithdrawalOutcome.Unavailable(unavailable.Message),
            _ => new WithdrawalOutcome.NotFound(),
        };
        CasesTelemetry.Acts.Add(1, new("act", "withdrawal"), new("outcome", outcome.GetType().Name));
        return outcome;
    }
}
