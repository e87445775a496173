using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Parking;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// Takes the calls that cases ask for and gives each to its agency's lane. It returns at once: a call may have to wait for its agency, and
/// whoever hands out effects must not wait with it.
/// </summary>
internal sealed class AgencyOperationHandler(AgencyCatalog catalog, AgencyLanes lanes, ICaseRuntime runtime, TimeProvider time) : IEffectHandler
{
    public string Kind => EffectKinds.AgencyOperation;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        if (catalog.Find(effect.Effect.Payload) is var (agency, operation))
        {
            lanes.Offer(new AgencyCall(agency, operation, effect, time.GetUtcNow()));
            return;
        }

        var fault = new Fault(
            "operation-unknown",
            $"Expected an operation of a loaded agency document, but found {AgencyCatalog.Describe(effect.Effect.Payload)}; put the document back, then retry.");
        var outcome = await runtime.SendAsync(effect.CaseId, new FailEffect(effect.Effect.Id, fault, null), Actor.System, cancellationToken);
        if (outcome is CommandOutcome.Unavailable(var message))
            throw new InvalidOperationException(message);
    }
}
