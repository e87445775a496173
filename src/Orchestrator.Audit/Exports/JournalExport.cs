using System.Buffers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Reads;
using Orchestrator.Audit.Storage;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Exports;

/// <summary>
/// Writes journals as JSON Lines that anyone can verify with the public keys alone: a header, signed checkpoints, what they cover, every entry with the
/// exact bytes that its hash covers, and an end that says how many there were. Payloads are sealed; in clear each case's key comes before its entries and the
/// text beside what is sealed, so that it can be proved as well. See docs/audit.md.
/// </summary>
public sealed class JournalExport
{
    internal const string Format = "orchestrator-journal/2";

    /// <summary>Exports from before payloads were sealed; they have no <c>sealed</c>.</summary>
    internal const string FormatBefore = "orchestrator-journal/1";

    private const int FlushAt = 64 * 1024;
    private const int Page = 1_000;

    private readonly IJournalScan _scan;
    private readonly IJournalReader _journal;
    private readonly IDbContextFactory<AuditDbContext> _contexts;
    private readonly AuditProofs _proofs;
    private readonly ReadHistory _reads;
    private readonly AuditSettings _settings;
    private readonly TimeProvider _clock;

    internal JournalExport(
        IJournalScan scan, IJournalReader journal, IDbContextFactory<AuditDbContext> contexts, AuditProofs proofs, ReadHistory reads,
        AuditSettings settings, TimeProvider clock) =>
        (_scan, _journal, _contexts, _proofs, _reads, _settings, _clock) = (scan, journal, contexts, proofs, reads, settings, clock);

    /// <summary>Everything: all checkpoints, all leaves, all entries of cases and of read logs. Constant memory.</summary>
    public async Task WriteAllAsync(Stream output, CancellationToken cancellationToken, bool isClear = false)
    {
        var lines = new Lines(output);
        Header(lines, isComplete: true);

        // Checkpoints first: entries and leaves that come meanwhile are read after them, so each checkpoint finds what it covers.
        long covered = 0;
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            await foreach (var row in context.Checkpoints.AsNoTracking().OrderBy(row => row.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                covered = row.Size;
                Checkpoint(lines, row.Text);
                await lines.FlushAsync(FlushAt, cancellationToken);
            }

            await foreach (var row in context.Leaves.AsNoTracking().Where(row => row.Index < covered).OrderBy(row => row.Index).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                lines.Write(line =>
                {
                    line.WriteString("record", "leaf");
                    line.WriteNumber("index", row.Index);
                    line.WriteString("case", new CaseId(row.CaseId).ToString());
                    line.WriteNumber("entries", row.Entries);
                    line.WriteBase64String("head", row.Head);
                });
                await lines.FlushAsync(FlushAt, cancellationToken);
            }
        }

        var (entries, current) = (0L, default(CaseId));
        foreach (var chains in (IAsyncEnumerable<JournalEntry>[])[isClear ? _scan.ReadAllAsync(cancellationToken) : _scan.ReadStoredAsync(cancellationToken), _reads.ScanAsync(cancellationToken)])
        {
            await foreach (var entry in chains)
            {
                if (isClear && entry.CaseId != current) Key(lines, entry);
                current = entry.CaseId;
                Entry(lines, entry, isClear);
                entries++;
                await lines.FlushAsync(FlushAt, cancellationToken);
            }
        }

        await EndAsync(lines, entries, cancellationToken);
    }

    /// <summary>One case with the proof that the newest checkpoint covers it.</summary>
    public async Task WriteCaseAsync(CaseId caseId, Stream output, CancellationToken cancellationToken, bool isClear = false)
    {
        var lines = new Lines(output);
        Header(lines, isComplete: false);
        if (await _proofs.InclusionAsync(caseId, cancellationToken) is { } proof)
        {
            Checkpoint(lines, proof.Checkpoint);
            lines.Write(line =>
            {
                line.WriteString("record", "proof");
                line.WriteNumber("index", proof.Leaf);
                line.WriteString("case", proof.CaseId);
                line.WriteNumber("entries", proof.Entries);
                line.WriteBase64String("head", Convert.FromHexString(proof.Head));
                line.WriteStartArray("proof");
                foreach (var hash in proof.Proof) line.WriteStringValue(hash);
                line.WriteEndArray();
            });
        }

        var entries = 0L;
        while (await _journal.ReadAsync(caseId, entries, Page, cancellationToken) is { Count: > 0 } page)
        {
            if (isClear && entries == 0) Key(lines, page[0]);
            foreach (var entry in page) Entry(lines, entry, isClear);
            entries += page.Count;
            await lines.FlushAsync(FlushAt, cancellationToken);
        }

        await EndAsync(lines, entries, cancellationToken);
    }

    private void Header(Lines lines, bool isComplete) => lines.Write(line =>
    {
        line.WriteString("record", "header");
        line.WriteString("format", Format);
        line.WriteString("origin", _settings.Origin);
        line.WriteBoolean("complete", isComplete);
        line.WriteString("at", _clock.GetUtcNow());
    });

    private static void Checkpoint(Lines lines, string text) => lines.Write(line =>
    {
        line.WriteString("record", "checkpoint");
        line.WriteString("text", text);
    });

    private static void Key(Lines lines, JournalEntry entry)
    {
        if (entry.TakeKey() is not { } key) return;
        lines.Write(line =>
        {
            line.WriteString("record", "key");
            line.WriteString("case", entry.CaseId.ToString());
            line.WriteBase64String("key", key);
        });
    }

    private static void Entry(Lines lines, JournalEntry entry, bool isClear)
    {
        var line = lines.Begin();
        line.WriteString("record", "entry");
        line.WriteString("case", entry.CaseId.ToString());
        line.WriteNumber("seq", entry.Sequence);
        line.WriteString("kind", entry.Kind);
        if (entry.ActivityId is not null) line.WriteString("activity", entry.ActivityId);
        line.WriteString("actor", entry.Actor.ToString());
        line.WriteString("at", entry.At);
        // A text, not an object: the hash covers these bytes, and a reader that orders or rewrites members would break it.
        if (entry.IsSealed) line.WriteBase64String("sealed", entry.Stored.Span);
        if (entry.IsSealed && isClear && entry.Reading == EntryReading.Whole) line.WriteString("clear", entry.Payload.Span);
        if (!entry.IsSealed) line.WriteString("payload", entry.Stored.Span);
        line.WriteBase64String("previous", entry.PreviousHash.Span);
        line.WriteBase64String("hash", entry.Hash.Span);
        lines.End();
    }

    private static async Task EndAsync(Lines lines, long entries, CancellationToken cancellationToken)
    {
        lines.Write(line =>
        {
            line.WriteString("record", "end");
            line.WriteNumber("entries", entries);
        });
        await lines.FlushAsync(0, cancellationToken);
    }

    /// <summary>Collects lines and writes them in blocks.</summary>
    private sealed class Lines(Stream output)
    {
        private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
        private Utf8JsonWriter? _writer;

        public void Write(Action<Utf8JsonWriter> members)
        {
            members(Begin());
            End();
        }

        public Utf8JsonWriter Begin()
        {
            _writer ??= new Utf8JsonWriter(_buffer, Options);
            _writer.Reset(_buffer);
            _writer.WriteStartObject();
            return _writer;
        }

        public void End()
        {
            _writer!.WriteEndObject();
            _writer.Flush();
            _buffer.Write("\n"u8);
        }

        public async ValueTask FlushAsync(int from, CancellationToken cancellationToken)
        {
            if (_buffer.WrittenCount < from) return;
            await output.WriteAsync(_buffer.WrittenMemory, cancellationToken);
            _buffer.ResetWrittenCount();
        }
    }
}
