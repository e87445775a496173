using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Exports;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Analyses;

/// <summary>Analyses procedures by the journals of their newest cases.</summary>
public sealed class ProcessAnalyses
{
    /// <summary>At most so many cases are looked at.</summary>
    public const int MostCases = 5_000;

    private const int Together = 100;

    private readonly IDbContextFactory<CasesDbContext> _cases;
    private readonly IJournalScan _scan;
    private readonly IDefinitionLibrary _definitions;
    private readonly ProcedureCatalog _procedures;
    private readonly TimeProvider _clock;

    internal ProcessAnalyses(IDbContextFactory<CasesDbContext> cases, IJournalScan scan, IDefinitionLibrary definitions, ProcedureCatalog procedures, TimeProvider clock) =>
        (_cases, _scan, _definitions, _procedures, _clock) = (cases, scan, definitions, procedures, clock);

    /// <summary>Analyses a procedure.</summary>
    /// <param name="procedure">One of its codes, old or new.</param>
    /// <param name="from">Only cases received at or after, or null.</param>
    /// <param name="to">Only cases received before, or null.</param>
    /// <param name="localities">Only cases of those communes; empty for all.</param>
    /// <param name="most">How many cases are looked at, the newest; at most <see cref="MostCases"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProcessAnalysis> AnalyseAsync(
        string procedure, DateTimeOffset? from, DateTimeOffset? to, IReadOnlyCollection<string> localities, int most, CancellationToken cancellationToken)
    {
        await using var context = await _cases.CreateDbContextAsync(cancellationToken);
        var files = context.CaseFiles.AsNoTracking().OfProcedure(procedure, _procedures);
        if (from is { } begin) files = files.Where(file => file.ReceivedAt >= begin.ToUniversalTime());
        if (to is { } end) files = files.Where(file => file.ReceivedAt < end.ToUniversalTime());
        if (localities.Count > 0) files = files.Where(file => file.Locality != null && localities.Contains(file.Locality));
        var total = await files.CountAsync(cancellationToken);
        var looked = await files.OrderByDescending(file => file.ReceivedAt).Take(Math.Clamp(most, 1, MostCases)).ToListAsync(cancellationToken);
        var pseudonyms = Pseudonyms.Of(new byte[32]); // Nothing of persons is kept here.
        var fold = new AnalysisFold(looked.Count == 0 ? null : await OrderAsync(looked[0].DefinitionId, cancellationToken), _clock.GetUtcNow());
        foreach (var some in looked.Chunk(Together))
        {
            var facts = some.ToDictionary(file => file.CaseId);
            var (events, trace) = (new List<TraceEvent>(), new TraceFold());
            TracedCase? current = null;
            CaseId? erased = null;
            await foreach (var entry in _scan.ReadCasesAsync([.. some.Select(file => new CaseId(file.CaseId))], cancellationToken))
            {
                if (entry.Reading == EntryReading.Erased && erased != entry.CaseId)
                {
                    erased = entry.CaseId;
                    fold.Skip();
                }

                if (erased == entry.CaseId) continue;
                if (current?.CaseId != entry.CaseId)
                {
                    if (current is not null) fold.Add(FactsOf(facts[current.CaseId.Value]), events);
                    (current, trace, events) = (TraceFold.CaseOf(entry, pseudonyms), new TraceFold(), []);
                }

                events.Add(trace.Next(entry));
            }

            if (current is not null) fold.Add(FactsOf(facts[current.CaseId.Value]), events);
        }

        return fold.Read(total);
    }

    private async Task<DrawnOrder?> OrderAsync(string definitionId, CancellationToken cancellationToken)
    {
        var published = (await _definitions.HistoryAsync(definitionId, cancellationToken)).FirstOrDefault(version => version.IsPublished);
        return published is not null && await _definitions.ReadAsync(published.VersionId, cancellationToken) is { } stored && DefinitionReader.Read(stored.Json) is DefinitionReading.Read read
            ? new DrawnOrder(read.Definition, published.Version)
            : null;
    }

    private static CaseFacts FactsOf(CaseFileRow file) =>
        new(file.Number, file.ReceivedAt, file.PromisedBy, file.FinishedAt, file.PausedSince is not null, file.IsProvisional);
}
