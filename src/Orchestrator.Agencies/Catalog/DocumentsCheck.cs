using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orchestrator.Agencies.Catalog;

/// <summary>The agencies' documents can be used; a broken one degrades the node, because what was in force before goes on.</summary>
internal sealed class DocumentsCheck(AgencyCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        catalog.Broken.IsEmpty ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"cannot be used: {string.Join(", ", catalog.Broken)}"));
}
