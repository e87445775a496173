using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>What the last try of a checkpoint said; a contradiction makes the server report itself degraded until it is gone.</summary>
internal sealed class AuditState : IHealthCheck
{
    private volatile string? _contradiction;

    public void Observe(CheckpointOutcome outcome)
    {
        if (outcome is not CheckpointOutcome.NotOwner) _contradiction = (outcome as CheckpointOutcome.Contradicted)?.Message;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_contradiction is { } message ? HealthCheckResult.Degraded(message) : HealthCheckResult.Healthy());
}
