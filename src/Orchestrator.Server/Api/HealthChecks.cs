using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Cases.Procedures;
using Orchestrator.Server.Access;

namespace Orchestrator.Server.Api;

/// <summary>The database answers.</summary>
internal sealed class StorageCheck(IDbContextFactory<AccessDbContext> databases) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(Patience);
        try
        {
            await using var database = await databases.CreateDbContextAsync(waiting.Token);
            await database.ApiKeys.AnyAsync(waiting.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return HealthCheckResult.Unhealthy(exception: problem);
        }
    }
}

/// <summary>The procedures are loaded; a faulty one degrades the server, it does not take the others down.</summary>
internal sealed class ProceduresCheck(ProcedureCatalog catalog) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !catalog.IsLoaded ? HealthCheckResult.Unhealthy()
        : catalog.Faults.Count > 0 ? HealthCheckResult.Degraded()
        : HealthCheckResult.Healthy());
}
