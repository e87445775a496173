using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Exports;

/// <summary>Streams the entries of chosen cases, case after case, each in order. Memory does not grow with how many there are.</summary>
internal sealed class TraceSource(IJournalScan scan, IDbContextFactory<CasesDbContext> cases, ProcedureCatalog procedures)
{
    private const int Together = 200;

    public async IAsyncEnumerable<JournalEntry> ReadAsync(CaseSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (selection.IsAll)
        {
            await foreach (var entry in scan.ReadAllAsync(cancellationToken)) yield return entry;
            yield break;
        }

        await foreach (var some in CasesAsync(selection, cancellationToken))
        {
            await foreach (var entry in scan.ReadCasesAsync(some, cancellationToken)) yield return entry;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<CaseId>> CasesAsync(CaseSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await cases.CreateDbContextAsync(cancellationToken);
        IQueryable<CaseFileRow> files = context.CaseFiles.AsNoTracking();
        if (selection.From is { } from) files = files.Where(file => file.ReceivedAt >= from.ToUniversalTime());
        if (selection.To is { } to) files = files.Where(file => file.ReceivedAt < to.ToUniversalTime());
        if (selection.Procedure is { } procedure) files = files.OfProcedure(procedure, procedures);
        if (selection.Localities is { Count: > 0 } localities) files = files.Where(file => file.Locality != null && localities.Contains(file.Locality));
        var some = new List<CaseId>(Together);
        await foreach (var id in files.OrderBy(file => file.ReceivedAt).ThenBy(file => file.CaseId).Select(file => file.CaseId).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            some.Add(new CaseId(id));
            if (some.Count < Together) continue;
            yield return some;
            some = new List<CaseId>(Together);
        }

        if (some.Count > 0) yield return some;
    }
}

/// <summary>Narrows cases to a procedure.</summary>
internal static class CasesOfProcedure
{
    /// <summary>Old and new codes are one procedure: its cases are found by each of them.</summary>
    public static IQueryable<CaseFileRow> OfProcedure(this IQueryable<CaseFileRow> files, string code, ProcedureCatalog procedures)
    {
        var definition = procedures.Find(code)?.DefinitionId;
        return files.Where(file => file.ProcedureCode == code || file.DefinitionId == definition);
    }
}
