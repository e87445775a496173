using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;

namespace Orchestrator.Agencies.Parking;

/// <summary>What came of one try.</summary>
internal abstract record TryResult
{
    private TryResult() { }

    /// <summary>The agency answered, or was found silent.</summary>
    /// <param name="Effect">The effect as it was right before the try.</param>
    /// <param name="Exchange">What went out and came back.</param>
    /// <param name="Meaning">What it means.</param>
    public sealed record Answered(PendingEffect Effect, Exchange Exchange, Classification Meaning) : TryResult
    {
        public bool IsDown => Meaning.Class == ReplyClass.Down;

        /// <summary>
        /// True when the failure says something about the agency and not just about this call: a call that fails again with an answer of its
        /// own (HTTP 500) may be poisoned, and must not close the agency for all others.
        /// </summary>
        public bool SpeaksForAgency =>
            Effect.LastClass != ReplyClass.Down.Word() || Exchange.Reply.Status is null or 401 or 407 or 429 or 502 or 503 or 504;
    }

    /// <summary>There is nothing to send: settled meanwhile, or only a callback can answer.</summary>
    public sealed record NotNeeded : TryResult;

    /// <summary>No request can be made of it.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Impossible(string Code, string Message) : TryResult
    {
        /// <summary>Who must act, or null for the agency's own desk.</summary>
        public string? Owner { get; init; }
    }

    /// <summary>Something on our side must come first; it is looked at again soon, and becomes an incident when it takes too long.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record NotReady(string Code, string Message) : TryResult;

    /// <summary>The orchestrator itself failed.</summary>
    public sealed record Broken(Exception Problem) : TryResult;
}
