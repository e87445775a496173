using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Effects;

namespace Orchestrator.Agencies.Parking;

/// <summary>A call that waits for its turn.</summary>
/// <param name="Agency">Whom to call.</param>
/// <param name="Operation">For what.</param>
/// <param name="Effect">Which effect it settles.</param>
/// <param name="QueuedAt">Since when it waits.</param>
/// <param name="Probes">How often it was sent to find out whether the agency is back.</param>
internal sealed record AgencyCall(AgencyDocument Agency, AgencyOperation Operation, PendingEffect Effect, DateTimeOffset QueuedAt, int Probes = 0)
{
    public CallKey Key => new(Effect.CaseId, Effect.Effect.Id);
}

/// <summary>Names one call of one case.</summary>
internal readonly record struct CallKey(Workflows.Execution.CaseId CaseId, string EffectId);
