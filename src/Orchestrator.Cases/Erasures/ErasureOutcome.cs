namespace Orchestrator.Cases.Erasures;

/// <summary>What became of an act on an erasure.</summary>
public abstract record ErasureOutcome
{
    private ErasureOutcome() { }

    /// <summary>It waits for people.</summary>
    public sealed record Proposed(Erasure Erasure) : ErasureOutcome;

    /// <summary>It was proposed already, or that person was for it already.</summary>
    public sealed record Again(Erasure Erasure) : ErasureOutcome;

    /// <summary>Everything was erased.</summary>
    public sealed record Done(Erasure Erasure) : ErasureOutcome;

    /// <summary>It was refused.</summary>
    public sealed record Refused(Erasure Erasure) : ErasureOutcome;

    /// <summary>There is no such erasure.</summary>
    public sealed record NotFound : ErasureOutcome;

    /// <summary>The data of the case was erased before.</summary>
    public sealed record AlreadyErased : ErasureOutcome;

    /// <summary>It needs another person than those who were for it.</summary>
    public sealed record SecondPersonRequired : ErasureOutcome;

    /// <summary>The key does not say whose it is, so that it cannot count as a person.</summary>
    public sealed record HolderRequired : ErasureOutcome;

    /// <summary>It is decided already.</summary>
    public sealed record Decided(Erasure Erasure) : ErasureOutcome;

    /// <summary>The basis is empty, too long, or holds a number that could be a person's.</summary>
    public sealed record InvalidBasis : ErasureOutcome;

    /// <summary>A reason is missing.</summary>
    public sealed record ReasonRequired : ErasureOutcome;

    /// <summary>The case cannot be erased now.</summary>
    /// <param name="Code">Stable code, for example <c>case-runs</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record NotPossible(string Code, string Message) : ErasureOutcome;

    /// <summary>Nothing can be stored at the moment.</summary>
    public sealed record Unavailable(string Message) : ErasureOutcome;
}
