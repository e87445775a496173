
namespace Orchestrator.Audit.Exports;

/// <summary>
/// Writes histories for analysis with other tools: as CSV, XES or OCEL 2.0. Streams; holds no data of cases but what happened, when, by whom, at which agency,
/// and persons under pseudonyms. For proofs there is <see cref="JournalExport"/>.
/// </summary>
public sealed class EventLogExport
{
    private readonly TraceSource _source;
    private readonly AuditSettings _settings;
    private readonly Lazy<Pseudonyms> _pseudonyms;

    internal EventLogExport(TraceSource source, AuditSettings settings) =>
        (_source, _settings, _pseudonyms) = (source, settings, new Lazy<Pseudonyms>(() => Pseudonyms.Load(settings.Keys)));

    /// <summary>Writes the chosen cases.</summary>
    /// <param name="format">How.</param>
    /// <param name="selection">Which.</param>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="cancellationToken">Gives up; what was written so far is no whole document.</param>
    /// <returns>How many entries were written.</returns>
    public async Task<long> WriteAsync(ExportFormat format, CaseSelection selection, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        await using IEventLogWriter writer = format switch
        {
            ExportFormat.Csv => new CsvWriter(output),
            ExportFormat.Xes => new XesWriter(output, _settings.Origin),
            _ => new OcelWriter(output),
        };
        await writer.BeginAsync(cancellationToken);
        var entries = 0L;
        TracedCase? current = null;
        TraceFold fold = new();
        await foreach (var entry in _source.ReadAsync(selection, cancellationToken))
        {
            if (current?.CaseId != entry.CaseId)
            {
                (current, fold) = (TraceFold.CaseOf(entry, _pseudonyms.Value), new TraceFold());
                await writer.CaseAsync(current, cancellationToken);
            }

            await writer.EventAsync(current, fold.Next(entry), cancellationToken);
            entries++;
        }

        await writer.EndAsync(cancellationToken);
        return entries;
    }
}

/// <summary>Writes an event log in one format.</summary>
internal interface IEventLogWriter : IAsyncDisposable
{
    /// <summary>What comes before the first case.</summary>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>A case begins; its events follow.</summary>
    ValueTask CaseAsync(TracedCase traced, CancellationToken cancellationToken);

    /// <summary>An event of the case that began last.</summary>
    ValueTask EventAsync(TracedCase traced, TraceEvent told, CancellationToken cancellationToken);

    /// <summary>What comes after the last event.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
