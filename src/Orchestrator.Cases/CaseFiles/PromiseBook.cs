using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>What was promised for cases, for lists of things that hold them up.</summary>
public sealed class PromiseBook
{
    /// <summary>At most this many cases a question.</summary>
    public const int MostAtOnce = 500;

    private readonly IDbContextFactory<CasesDbContext> _contexts;

    internal PromiseBook(IDbContextFactory<CasesDbContext> contexts) => _contexts = contexts;

    /// <summary>The promises of cases; those that are no dossier are left out.</summary>
    public async Task<IReadOnlyDictionary<CaseId, CasePromise>> FindAsync(IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var promises = new Dictionary<CaseId, CasePromise>();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        foreach (var some in cases.Select(id => id.Value).Distinct().Chunk(MostAtOnce))
        {
            var rows = await context.CaseFiles.AsNoTracking().Where(file => some.Contains(file.CaseId)).ToListAsync(cancellationToken);
            foreach (var row in rows)
                promises[new CaseId(row.CaseId)] = new CasePromise(row.Number, row.Locality, VietnamTime.Of(row.PromisedBy), row.PausedSince is not null);
        }

        return promises;
    }
}

/// <summary>What was promised for a case.</summary>
/// <param name="Number">Dossier number.</param>
/// <param name="Locality">Commune, or null.</param>
/// <param name="PromisedBy">End of the promised day.</param>
/// <param name="IsPaused">True while the clock stands still, so that nothing is missed.</param>
public sealed record CasePromise(string Number, string? Locality, DateTimeOffset PromisedBy, bool IsPaused);
