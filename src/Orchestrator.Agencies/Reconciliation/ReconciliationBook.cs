using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Storage;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Keeps runs and differences: who may work on a run, how far it is, what was found already.</summary>
internal sealed class ReconciliationBook(IDbContextFactory<ReconciliationDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Begins a run; null when the slot has one already, whichever node began it.</summary>
    public async Task<ReconciliationRunRow?> BeginAsync(string agency, string slot, string startedBy, int days, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = new ReconciliationRunRow
        {
            Id = Guid.CreateVersion7(now),
            Agency = agency,
            Slot = slot,
            StartedBy = startedBy,
            StartedAt = now,
            Since = now.AddDays(-days),
            LeaseUntil = now + Lease,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Runs.AnyAsync(row => row.Agency == agency && row.Slot == slot, cancellationToken))
            return null;
        context.Runs.Add(run);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return run;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node was faster; anything else shows when this run's absence is read.
            await using var again = await contexts.CreateDbContextAsync(cancellationToken);
            if (await again.Runs.AnyAsync(row => row.Agency == agency && row.Slot == slot, cancellationToken))
                return null;
            throw;
        }
    }

    /// <summary>The run of an agency that has not ended, or null.</summary>
    public async Task<ReconciliationRunRow?> UnderWayAsync(string agency, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Runs.AsNoTracking().Where(row => row.Agency == agency && row.EndedAt == null).OrderBy(row => row.StartedAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes a run that nobody works on any more: its node went, or its agency was down; null when there is none, or another node is faster.</summary>
    public async Task<ReconciliationRunRow?> TakeOverAsync(string agency, CancellationToken cancellationToken)
    {
        if (await UnderWayAsync(agency, cancellationToken) is not { } left || left.LeaseUntil > time.GetUtcNow())
            return null;
        var until = time.GetUtcNow() + Lease;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await context.Runs.Where(row => row.Id == left.Id && row.LeaseUntil == left.LeaseUntil)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseUntil, until).SetProperty(row => row.IsHeldUp, false), cancellationToken);
        if (taken == 0)
            return null;
        (left.LeaseUntil, left.IsHeldUp) = (until, false);
        return left;
    }

    /// <summary>Writes down how far a run is; it stays with this node.</summary>
    public async Task SaveAsync(ReconciliationRunRow run, CancellationToken cancellationToken)
    {
        if (run is { EndedAt: null, IsHeldUp: false })
            run.LeaseUntil = time.GetUtcNow() + Lease;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Runs.Update(run);
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<bool> IsKnownAsync(Guid caseId, string effectId, string kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Differences.AnyAsync(row => row.CaseId == caseId && row.EffectId == effectId && row.Kind == kind, cancellationToken);
    }

    public async Task AddAsync(ReconciliationDifferenceRow difference, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Differences.Add(difference);
        await context.SaveChangesAsync(cancellationToken);
    }
}
