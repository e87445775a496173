using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Effects;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>Makes the URL that an agency answers to: the same over every try of a call.</summary>
internal sealed class CallbackAddresses(CallbackKey key, AgencySettings settings)
{
    /// <summary>How long past the deadline an answer still finds its case, so that a late one is recorded and not lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(90);

    private static readonly TimeSpan WithoutDeadline = TimeSpan.FromDays(365);

    public Uri For(AgencyOperation operation, PendingEffect effect)
    {
        var token = new CallbackToken(effect.CaseId, effect.Effect.Id, effect.RequestedAt + (operation.Deadline ?? WithoutDeadline) + Grace);
        return settings.CallbackUrl(token.Sign(key.Bytes));
    }
}
