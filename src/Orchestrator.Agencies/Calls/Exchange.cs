using Orchestrator.Agencies.Replies;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Calls;

/// <summary>One HTTP request and what came back.</summary>
/// <param name="Reply">What came back.</param>
/// <param name="RequestHash">SHA-256 of the body sent, hexadecimal, or null without a body.</param>
/// <param name="ResponseHash">SHA-256 of the body received, hexadecimal, or null without an answer.</param>
/// <param name="Duration">How long it took.</param>
public sealed record Exchange(Reply Reply, string? RequestHash, string? ResponseHash, TimeSpan Duration)
{
    /// <summary>What the transport itself answered in the agency's place, or null when the agency answered.</summary>
    public Classification? Refusal { get; init; }

    /// <summary>Files that came with the answer; they must be part of the case before it sees the answer.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>What proves the exchange beside the hashes, or null.</summary>
    public string? Proof { get; init; }
}
