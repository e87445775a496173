using System.Collections.Immutable;

namespace Orchestrator.Agencies.Replies;

/// <summary>How an operation's replies are understood: the first rule that matches wins, then the rules that hold for every agency.</summary>
/// <param name="Rules">The document's rules, in order.</param>
/// <param name="IsAsynchronous">True when the agency may answer later.</param>
public sealed record ReplyTable(ImmutableArray<ReplyRule> Rules, bool IsAsynchronous)
{
    /// <summary>The port of a final answer whose rule names none.</summary>
    public const string DefaultOutcome = "Done";

    /// <summary>Port taken when the call can never succeed.</summary>
    public const string FailedPort = "Failed";

    /// <summary>Port taken when no final answer comes in time.</summary>
    public const string TimedOutPort = "TimedOut";

    /// <summary>True when the document says which answers are final; then an answer it does not know is a fault, not a success.</summary>
    public bool NamesFinalAnswers { get; } = Rules.Any(IsFinal);

    /// <summary>Ports that an answer can take, without repetition, in the order of the rules.</summary>
    public ImmutableArray<string> Outcomes { get; } = Rules.Any(IsFinal)
        ? [.. Rules.Where(IsFinal).Select(rule => rule.Outcome ?? DefaultOutcome).Distinct(StringComparer.Ordinal)]
        : [DefaultOutcome];

    private static bool IsFinal(ReplyRule rule) => rule.Class is ReplyClass.Done or ReplyClass.AlreadyDone;
}
