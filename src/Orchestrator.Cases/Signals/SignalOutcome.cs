namespace Orchestrator.Cases.Signals;

/// <summary>What became of a message to a case.</summary>
public abstract record SignalOutcome
{
    private SignalOutcome() { }

    /// <summary>The case took it (202).</summary>
    public sealed record Delivered(string Number) : SignalOutcome;

    /// <summary>No case has that number (404, <c>case-not-found</c>).</summary>
    public sealed record NotFound : SignalOutcome;

    /// <summary>The case does not wait for it now (409, <c>nobody-waits</c>).</summary>
    public sealed record NobodyWaits(string Number, string Name) : SignalOutcome;

    /// <summary>The case has ended (409, <c>case-finished</c>).</summary>
    public sealed record AlreadyFinished(string Number) : SignalOutcome;

    /// <summary>The payload cannot be used (422).</summary>
    public sealed record Invalid(IReadOnlyList<Intake.ApplicationFault> Faults) : SignalOutcome;

    /// <summary>The payload is larger than allowed (413).</summary>
    /// <param name="LimitBytes">The most that is taken, in bytes.</param>
    public sealed record TooLarge(int LimitBytes) : SignalOutcome;

    /// <summary>Refused by the engine for another reason (409).</summary>
    public sealed record Refused(string Code, string Message) : SignalOutcome;

    /// <summary>Try again later (503).</summary>
    public sealed record Unavailable(string Message) : SignalOutcome;
}
