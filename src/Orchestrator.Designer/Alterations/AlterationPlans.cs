using System.Collections.Concurrent;
using System.Text.Json;

namespace Orchestrator.Designer.Alterations;

/// <summary>
/// The newest plans that were carried out, so that a client can ask how its plan went. What a plan did is in the journals; this list is only a convenience of
/// this node and may be forgotten.
/// </summary>
internal sealed class AlterationPlans
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, AlterationPlanView> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(AlterationPlanView plan)
    {
        if (!_plans.TryAdd(plan.Plan.Id, plan)) return;
        _order.Enqueue(plan.Plan.Id);
        while (_order.Count > Most && _order.TryDequeue(out var oldest)) _plans.TryRemove(oldest, out _);
    }

    public AlterationPlanView? Find(string id) => _plans.GetValueOrDefault(id);
}

/// <summary>A plan and what became of each case.</summary>
internal sealed record AlterationPlanView(AlterationPlan Plan, IReadOnlyList<AlterationJob> Jobs);

/// <summary>A plan.</summary>
internal sealed record AlterationPlan(
    string Id, IReadOnlyList<JsonElement> Alterations, AlterationFilter WorkflowInstanceFilter, string Status, DateTimeOffset CreatedAt, DateTimeOffset StartedAt, DateTimeOffset CompletedAt);

/// <summary>One case of a plan.</summary>
internal sealed record AlterationJob(
    string Id, string PlanId, string WorkflowInstanceId, string Status, IReadOnlyList<AlterationLogEntry> Log, DateTimeOffset CreatedAt, DateTimeOffset StartedAt, DateTimeOffset CompletedAt);
