namespace Orchestrator.Agencies.Callbacks;

/// <summary>What became of a callback.</summary>
public abstract record CallbackOutcome
{
    private CallbackOutcome() { }

    /// <summary>Understood, durable and used; answer 2xx.</summary>
    public sealed record Applied : CallbackOutcome;

    /// <summary>The call has its answer already; nothing changed; answer 2xx as the first time.</summary>
    public sealed record AlreadyApplied : CallbackOutcome;

    /// <summary>The case waits no longer; an incident was opened for the agency, the answer is not used; answer 2xx.</summary>
    public sealed record TooLate : CallbackOutcome;

    /// <summary>The agency says that the answer still follows; nothing changed; answer 2xx.</summary>
    public sealed record StillPending : CallbackOutcome;

    /// <summary>No URL of ours, or one that has expired; answer 404.</summary>
    /// <param name="Code"><c>callback-unknown</c> or <c>callback-expired</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Unknown(string Code, string Message) : CallbackOutcome;

    /// <summary>The body is not an answer that the agency's document describes; nothing changed; answer 422. The agency may send it again, corrected.</summary>
    /// <param name="Code"><c>callback-invalid</c>, or <c>attachment-refused</c> for a file that cannot be kept, which opened an incident.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Invalid(string Code, string Message) : CallbackOutcome;

    /// <summary>The body is larger than an answer of this call may be; nothing changed; answer 413.</summary>
    /// <param name="Limit">The most that is taken, in bytes.</param>
    public sealed record TooLarge(long Limit) : CallbackOutcome;

    /// <summary>The URL is ours, but the sender does not prove to be the agency; an incident was opened, nothing else changed; answer 401.</summary>
    /// <param name="Code"><c>callback-certificate</c>, <c>callback-signature-missing</c>, <c>callback-signature</c> or <c>callback-timestamp</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Forged(string Code, string Message) : CallbackOutcome;

    /// <summary>Not recorded for certain; answer 503. The agency sends it again.</summary>
    public sealed record Unavailable(string Message) : CallbackOutcome;
}
