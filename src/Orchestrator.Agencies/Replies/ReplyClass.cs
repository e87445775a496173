using System.Collections.Immutable;

namespace Orchestrator.Agencies.Replies;

/// <summary>What a reply means for the call.</summary>
public enum ReplyClass
{
    /// <summary>The final answer.</summary>
    Done,

    /// <summary>The agency did it on an earlier try; the answer is final too.</summary>
    AlreadyDone,

    /// <summary>Received; the final answer follows by callback or is polled for.</summary>
    Accepted,

    /// <summary>Too early; ask again later.</summary>
    NotYet,

    /// <summary>Can never succeed as it is.</summary>
    Invalid,

    /// <summary>The agency as a whole does not work; wait until it does.</summary>
    Down,
}

/// <summary>Words for <see cref="ReplyClass"/> in documents, journals and metrics.</summary>
public static class ReplyClassNames
{
    private static readonly ImmutableArray<string> Words = ["done", "already-done", "accepted", "not-yet", "invalid", "down"];

    /// <summary>All words, for messages.</summary>
    public static string All => string.Join(", ", Words);

    /// <summary>The word of a class.</summary>
    public static string Word(this ReplyClass value) => Words[(int)value];

    /// <summary>Finds the class of a word.</summary>
    public static bool TryParse(string? word, out ReplyClass value)
    {
        var index = word is null ? -1 : Words.IndexOf(word);
        value = (ReplyClass)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>Which way a reply came.</summary>
public enum ReplySource
{
    /// <summary>The answer to the call itself.</summary>
    Response,

    /// <summary>The agency called back.</summary>
    Callback,

    /// <summary>The answer to a poll.</summary>
    Poll,
}
