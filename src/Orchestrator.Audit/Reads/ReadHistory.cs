using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Storage;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Reads;

/// <summary>Who read a case.</summary>
public sealed class ReadHistory
{
    private readonly IDbContextFactory<AuditDbContext> _contexts;

    internal ReadHistory(IDbContextFactory<AuditDbContext> contexts) => _contexts = contexts;

    /// <summary>Reads of a case, oldest first; those that took all cases away are among them.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ReadView>> ListAsync(CaseId caseId, int skip, int limit, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Reads.AsNoTracking().Where(row => row.CaseId == caseId.Value || row.CaseId == null)
            .OrderBy(row => row.At).ThenBy(row => row.LogId).ThenBy(row => row.Sequence).Skip(skip).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(ReadEntry.View)];
    }

    /// <summary>Every read as an entry of its chain, chain after chain.</summary>
    internal async IAsyncEnumerable<JournalEntry> ScanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Reads.AsNoTracking().OrderBy(row => row.LogId).ThenBy(row => row.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return ReadEntry.Entry(row);
    }

    /// <summary>How far each chain has come.</summary>
    internal static async Task<IReadOnlyList<ChainHead>> HeadsAsync(AuditDbContext context, CancellationToken cancellationToken)
    {
        var heads = await context.ReadLogs.AsNoTracking()
            .Select(log => context.Reads.Where(row => row.LogId == log.LogId).OrderByDescending(row => row.Sequence).Select(row => new { row.LogId, row.Sequence, row.Hash }).FirstOrDefault())
            .ToListAsync(cancellationToken);
        return [.. heads.Where(head => head is not null).Select(head => new ChainHead(new CaseId(head!.LogId), head.Sequence, head.Hash))];
    }
}
