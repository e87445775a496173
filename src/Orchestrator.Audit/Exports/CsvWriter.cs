using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.Audit.Exports;

/// <summary>Comma-separated values (RFC 4180) in UTF-8 with its mark, so that spreadsheets read Vietnamese; one line per entry.</summary>
internal sealed class CsvWriter(Stream output) : IEventLogWriter
{
    private const int FlushAt = 64 * 1024;
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private readonly StringBuilder _text = new(2 * FlushAt);
    private byte[] _bytes = [];

    public Task BeginAsync(CancellationToken cancellationToken)
    {
        _text.Append('\uFEFF').Append("case_id,number,definition,procedure,locality,sequence,at,kind,activity_id,activity,activity_type,execution,transition,actor,agency,task,document,outcome,http_status,duration_ms,hash\r\n");
        return Task.CompletedTask;
    }

    public ValueTask CaseAsync(TracedCase traced, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask EventAsync(TracedCase traced, TraceEvent told, CancellationToken cancellationToken)
    {
        Text(traced.CaseId.ToString());
        foreach (var cell in (ReadOnlySpan<string?>)[
            traced.Number, traced.Definition, traced.Procedure, traced.Locality, Number(told.Sequence), told.Time,
            told.Kind, told.ActivityId, told.Activity, told.ActivityType, Number(told.ExecutionId), told.Transition, told.Actor, told.Agency, told.Task, told.Document, told.Outcome,
            Number(told.Status), Number(told.DurationMs), told.Hash])
        {
            _text.Append(',');
            Text(cell);
        }

        _text.Append("\r\n");
        return _text.Length < FlushAt ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken).AsTask();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var most = Encoding.UTF8.GetMaxByteCount(_text.Length);
        if (_bytes.Length < most) _bytes = new byte[most];
        var length = 0;
        foreach (var chunk in _text.GetChunks()) length += Encoding.UTF8.GetBytes(chunk.Span, _bytes.AsSpan(length));
        _text.Clear();
        await output.WriteAsync(_bytes.AsMemory(0, length), cancellationToken);
    }

    private void Text(string? cell)
    {
        if (string.IsNullOrEmpty(cell)) return;

        // A spreadsheet would run a cell that begins like a formula.
        var isFormula = cell[0] is '=' or '+' or '-' or '@' or '\t';
        if (!isFormula && cell.AsSpan().IndexOfAny(Special) < 0) _text.Append(cell);
        else _text.Append('"').Append(isFormula ? "'" : "").Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
