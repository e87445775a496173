namespace Orchestrator.Workflows.Execution;

/// <summary>Stable codes of faults that the engine itself raises.</summary>
public static class FaultCodes
{
    /// <summary>The case ran too many activities without waiting for anything.</summary>
    public const string Runaway = "runaway";

    /// <summary>A behaviour failed in a way it should not; a bug.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>A join waits for a branch that can no longer arrive.</summary>
    public const string JoinCannotComplete = "join-cannot-complete";

    /// <summary>An effect without a waiting activity failed for good.</summary>
    public const string EffectFailed = "effect-failed";

    /// <summary>A Fault activity was reached that gives no code of its own.</summary>
    public const string Drawn = "fault";

    /// <summary>A value that an activity needs is missing or does not fit.</summary>
    public const string InvalidInput = "invalid-input";

    /// <summary>A child case did not end as drawn.</summary>
    public const string ChildFailed = "child-failed";

    /// <summary>A scope was undone as far as it could be, but something in it has no final answer.</summary>
    public const string CompensationIncomplete = "compensation-incomplete";

    /// <summary>The answer to a compensation is not one that means "undone".</summary>
    public const string CompensationRefused = "compensation-refused";
}
