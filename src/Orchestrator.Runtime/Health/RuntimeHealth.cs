using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Runtime.Running;

namespace Orchestrator.Runtime.Health;

/// <summary>Ready while this node owns the shards and may write; says why when it does not.</summary>
internal sealed class RuntimeReadiness(TenureKeeper keeper) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keeper.Current is { Lost.IsCancellationRequested: false } tenure
            ? HealthCheckResult.Healthy("carrying cases", new Dictionary<string, object>
            {
                ["commandsInFlight"] = tenure.InFlight,
                ["commitsWaiting"] = tenure.Waiting,
                ["effectsPending"] = tenure.Effects.Count,
                ["timersNear"] = tenure.Timers.Count,
            })
            : HealthCheckResult.Unhealthy(keeper.Waiting));
}

/// <summary>Alive while the loop that owns shards runs; a process whose loop ended must be started again.</summary>
internal sealed class RuntimeLiveness(TenureKeeper keeper) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keeper.ExecuteTask is { IsFaulted: true, Exception: var cause }
            ? HealthCheckResult.Unhealthy("the runtime stopped by a fault", cause)
            : HealthCheckResult.Healthy());
}
