using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Running;

namespace Orchestrator.Agencies.Parking;

/// <summary>Before a node gives out calls, it looks which agencies were down: an outage goes on over a restart, with its beginning, and without a burst of calls.</summary>
internal sealed class OutageRecall(IDbContextFactory<CallsDbContext> contexts) : ICasePreparation
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Since when an agency was down when the node began, or null. What the node finds out itself counts more.</summary>
    public DateTimeOffset? Since(string agency) => _since.TryGetValue(agency, out var since) ? since : null;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var outages = await context.ParkedCalls.AsNoTracking().GroupBy(call => call.Agency)
            .Select(calls => new { Agency = calls.Key, Since = calls.Min(call => call.Since) }).ToListAsync(cancellationToken);
        foreach (var outage in outages)
            _since[outage.Agency] = outage.Since;
    }
}
