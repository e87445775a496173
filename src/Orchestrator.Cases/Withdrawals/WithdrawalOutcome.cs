namespace Orchestrator.Cases.Withdrawals;

/// <summary>What became of a wish to withdraw.</summary>
public abstract record WithdrawalOutcome
{
    private WithdrawalOutcome() { }

    /// <summary>The case has ended as withdrawn (200; the same when it was withdrawn before).</summary>
    public sealed record Withdrawn(string Number) : WithdrawalOutcome;

    /// <summary>No case has that number (404, <c>case-not-found</c>).</summary>
    public sealed record NotFound : WithdrawalOutcome;

    /// <summary>The case has ended otherwise (409, <c>case-finished</c>).</summary>
    public sealed record AlreadyFinished(string Number, string Status) : WithdrawalOutcome;

    /// <summary>A reason of 1 to 2,000 characters is needed (422, <c>reason-required</c>).</summary>
    public sealed record ReasonRequired : WithdrawalOutcome;

    /// <summary>Refused by the engine (409).</summary>
    public sealed record Refused(string Code, string Message) : WithdrawalOutcome;

    /// <summary>Try again later (503).</summary>
    public sealed record Unavailable(string Message) : WithdrawalOutcome;
}
