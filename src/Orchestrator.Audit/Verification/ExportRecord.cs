using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Orchestrator.Audit.Verification;

/// <summary>One line of an export after the other; members that a kind of record does not have are empty. What it holds is there until the next line is read.</summary>
internal sealed class ExportRecord
{
    private readonly string?[] _known = new string?[64];
    private Bytes _payload, _clear, _previous, _hash, _head, _key;

    public string Record { get; private set; } = "";

    public string Format { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string Case { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public string Actor { get; private set; } = "";

    public string? Activity { get; private set; }

    public bool IsComplete { get; private set; }

    public long Index { get; private set; }

    public long Entries { get; private set; }

    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ReadOnlySpan<byte> Payload => _payload.Span;

    public ReadOnlySpan<byte> Previous => _previous.Span;

    public ReadOnlySpan<byte> Hash => _hash.Span;

    public ReadOnlySpan<byte> Head => _head.Span;

    public ReadOnlySpan<byte> Key => _key.Span;

    public bool HasClear { get; private set; }

    public ReadOnlySpan<byte> Clear => _clear.Span;

    public IReadOnlyList<byte[]> Proof { get; private set; } = [];

    /// <summary>Reads the next line.</summary>
    /// <exception cref="JsonException">The line is no JSON object.</exception>
    /// <exception cref="FormatException">A member has another form.</exception>
    /// <exception cref="InvalidOperationException">A member has another type.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        Forget();
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("record"u8)) Record = ReadText(ref reader);
            else if (reader.ValueTextEquals("case"u8)) Case = ReadText(ref reader);
            else if (reader.ValueTextEquals("seq"u8)) Sequence = Number(ref reader);
            else if (reader.ValueTextEquals("kind"u8)) Kind = ReadText(ref reader);
            else if (reader.ValueTextEquals("activity"u8)) Activity = ReadText(ref reader);
            else if (reader.ValueTextEquals("actor"u8)) Actor = ReadText(ref reader);
            else if (reader.ValueTextEquals("at"u8)) At = Instant(ref reader);
            else if (reader.ValueTextEquals("payload"u8)) _payload.ReadText(ref reader);
            else if (reader.ValueTextEquals("sealed"u8)) _payload.ReadBase64(ref reader);
            else if (reader.ValueTextEquals("clear"u8)) HasClear = _clear.ReadText(ref reader);
            else if (reader.ValueTextEquals("key"u8)) _key.ReadBase64(ref reader);
            else if (reader.ValueTextEquals("previous"u8)) _previous.ReadBase64(ref reader);
            else if (reader.ValueTextEquals("hash"u8)) _hash.ReadBase64(ref reader);
            else if (reader.ValueTextEquals("head"u8)) _head.ReadBase64(ref reader);
            else if (reader.ValueTextEquals("index"u8)) Index = Number(ref reader);
            else if (reader.ValueTextEquals("entries"u8)) Entries = Number(ref reader);
            else if (reader.ValueTextEquals("text"u8)) Text = ReadText(ref reader);
            else if (reader.ValueTextEquals("format"u8)) Format = ReadText(ref reader);
            else if (reader.ValueTextEquals("complete"u8)) IsComplete = reader.Read() && reader.GetBoolean();
            else if (reader.ValueTextEquals("proof"u8)) Proof = List(ref reader);
            else reader.Skip();
        }
    }

    private void Forget()
    {
        Record = Format = Text = Case = Kind = Actor = "";
        Activity = null;
        IsComplete = HasClear = false;
        Index = Entries = Sequence = 0;
        At = default;
        Proof = [];
        _payload.Length = _clear.Length = _previous.Length = _hash.Length = _head.Length = _key.Length = 0;
    }

    /// <summary>Few texts come again and again; such a one is not made anew.</summary>
    private string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan is { Length: > 0 } text)
        {
            ref var known = ref _known[(text.Length + (3 * text[0]) + (5 * text[text.Length / 2]) + (7 * text[^1])) % _known.Length];
            return known is not null && reader.ValueTextEquals(known) ? known : known = reader.GetString()!;
        }

        return reader.GetString() ?? throw new FormatException("null");
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDateTimeOffset();
    }

    private static List<byte[]> List(ref Utf8JsonReader reader)
    {
        var list = new List<byte[]>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) list.Add(reader.GetBytesFromBase64());
        return list;
    }

    /// <summary>Bytes whose place is used again.</summary>
    private struct Bytes
    {
        private byte[]? _bytes;

        public int Length { get; set; }

        public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

        public bool ReadText(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw new FormatException("no text");
            Length = reader.CopyString(Place(reader.ValueSpan.Length));
            return true;
        }

        public void ReadBase64(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            {
                var bytes = reader.GetBytesFromBase64();
                (_bytes, Length) = (bytes, bytes.Length);
                return;
            }

            var text = reader.ValueSpan;
            if (Base64.DecodeFromUtf8(text, Place(Base64.GetMaxDecodedFromUtf8Length(text.Length)), out _, out var written) != OperationStatus.Done) throw new FormatException("no base64");
            Length = written;
        }

        private Span<byte> Place(int length)
        {
            if (_bytes is null || _bytes.Length < length) _bytes = new byte[Math.Max(length, 64)];
            return _bytes;
        }
    }
}
