namespace Orchestrator.Simulators.Faults;

/// <summary>A fault that somebody switched on.</summary>
/// <param name="Agency">Agency code.</param>
/// <param name="Operation">Operation id, or null for all of the agency.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Count">How many requests it strikes, or null for all until it is removed.</param>
/// <param name="Probability">Share of requests it strikes, 0 to 1.</param>
/// <param name="DelayMs">How slow or late, in milliseconds, or null for the kind's default.</param>
/// <param name="Outcome">With <see cref="FaultKind.Outcome"/>: the port that the answer leads to.</param>
internal sealed record Fault(string Agency, string? Operation, FaultKind Kind, int? Count, double Probability, int? DelayMs, string? Outcome = null)
{
    /// <summary>True when it can strike the operation.</summary>
    public bool Concerns(string agency, string operation) => Agency == agency && (Operation is null || Operation == operation);
}

/// <summary>What can go wrong at an agency.</summary>
internal enum FaultKind
{
    /// <summary>503.</summary>
    Down,

    /// <summary>Answers late, after two seconds unless said otherwise.</summary>
    Slow,

    /// <summary>Outcome refused.</summary>
    Refuse,

    /// <summary>Outcome supplement.</summary>
    Supplement,

    /// <summary>Sends the callback twice.</summary>
    DuplicateCallback,

    /// <summary>Sends the callback late, after ten seconds unless said otherwise.</summary>
    LateCallback,

    /// <summary>Does the work and cuts the connection.</summary>
    LostAnswer,

    /// <summary>425.</summary>
    NotYet,

    /// <summary>Outcome suspected-duplicate.</summary>
    SuspectedDuplicate,

    /// <summary>Outcome no-residence.</summary>
    NoResidence,

    /// <summary>Does the work and answers with something that is no JSON.</summary>
    Malformed,

    /// <summary>500.</summary>
    Error500,

    /// <summary>429, with Retry-After; one second unless said otherwise.</summary>
    Error429,

    /// <summary>Does the work and answers with JSON that does not meet the schema; a callback comes right the second time.</summary>
    Mismatch,

    /// <summary>Sends the callback before it answers that the request is accepted.</summary>
    EarlyCallback,

    /// <summary>Does the work, answers, and loses what it registered.</summary>
    Forget,

    /// <summary>Does the work and never sends the callback.</summary>
    NoCallback,

    /// <summary>Of an agency that is played from its document: gives the answer that leads to the port named by <c>outcome</c>.</summary>
    Outcome,
}
