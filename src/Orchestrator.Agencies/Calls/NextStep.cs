using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>What follows from a reply.</summary>
public abstract record NextStep
{
    private NextStep() { }

    /// <summary>The answer is final.</summary>
    public sealed record Settle(string Outcome, JsonElement Outputs) : NextStep;

    /// <summary>The agency has it; the answer follows.</summary>
    /// <param name="PollAt">When to ask, or null when only a callback can answer.</param>
    public sealed record AwaitAnswer(DateTimeOffset? PollAt) : NextStep;

    /// <summary>Try again.</summary>
    public sealed record TryAgain(DateTimeOffset At) : NextStep;

    /// <summary>The agency is down: wait with all its other calls until it is back.</summary>
    public sealed record Park : NextStep;

    /// <summary>Give up.</summary>
    public sealed record GiveUp(Fault Fault) : NextStep;
}
