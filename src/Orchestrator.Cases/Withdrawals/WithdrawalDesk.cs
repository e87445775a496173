using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Withdrawals;

/// <summary>Lets a citizen take an application back.</summary>
public sealed class WithdrawalDesk
{
    /// <summary>Ends the case with that number as withdrawn.</summary>
    public Task<WithdrawalOutcome> RequestAsync(string number, string? reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
