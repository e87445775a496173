using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>An effect in line for its handler.</summary>
internal sealed record EffectTicket(CaseId CaseId, string EffectId, string Kind, DateTimeOffset? Priority)
{
    /// <summary>When it may be tried next, or null for now.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The effect as it was just asked for, which saves reading it; null when it must be read.</summary>
    public PendingEffect? Fresh { get; init; }
}
