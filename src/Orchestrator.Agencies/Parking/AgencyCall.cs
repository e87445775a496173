using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;

namespace Orchestrator.Agencies.Parking;

/// <summary>A call that waits for its turn.</summary>
/// <param name="Agency">Whom to call.</param>
/// <param name="Operation">For what.</param>
/// <param name="Effect">Which effect it settles.</param>
/// <param name="QueuedAt">Since when it waits.</param>
/// <param name="Parkings">How often it was put back because the agency is down.</param>
internal sealed record AgencyCall(AgencyDocument Agency, AgencyOperation Operation, PendingEffect Effect, DateTimeOffset QueuedAt, int Parkings = 0)
{
    /// <summary>How often it is known to have found the agency down; what was before it was offered counts once.</summary>
    public int Failures => Parkings + (Effect.LastClass == ReplyClass.Down.Word() ? 1 : 0);

    public CallKey Key => new(Effect.CaseId, Effect.Effect.Id);
}

/// <summary>Names one call of one case.</summary>
internal readonly record struct CallKey(Workflows.Execution.CaseId CaseId, string EffectId);
