using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Audit.Verification;

/// <summary>One line of an export; members that a kind of record does not have are empty.</summary>
internal struct ExportRecord
{
    public string Record, Format, Text, Case, Kind, Actor;
    public string? Activity;
    public bool IsComplete;
    public long Index, Entries, Sequence;
    public DateTimeOffset At;
    public byte[] Payload, Previous, Hash, Head, Key;
    public byte[]? Clear;
    public List<byte[]> Proof;

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is no JSON object.</exception>
    /// <exception cref="FormatException">A member has another form.</exception>
    /// <exception cref="InvalidOperationException">A member has another type.</exception>
    public static ExportRecord Read(ReadOnlySpan<byte> line)
    {
        var record = new ExportRecord { Record = "", Format = "", Text = "", Case = "", Kind = "", Actor = "", Payload = [], Previous = [], Hash = [], Head = [], Key = [], Proof = [] };
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("record"u8)) record.Record = ReadText(ref reader);
            else if (reader.ValueTextEquals("case"u8)) record.Case = ReadText(ref reader);
            else if (reader.ValueTextEquals("seq"u8)) record.Sequence = Number(ref reader);
            else if (reader.ValueTextEquals("kind"u8)) record.Kind = ReadText(ref reader);
            else if (reader.ValueTextEquals("activity"u8)) record.Activity = ReadText(ref reader);
            else if (reader.ValueTextEquals("actor"u8)) record.Actor = ReadText(ref reader);
            else if (reader.ValueTextEquals("at"u8)) record.At = DateTimeOffset.Parse(ReadText(ref reader), CultureInfo.InvariantCulture);
            else if (reader.ValueTextEquals("payload"u8)) record.Payload = Bytes(ref reader);
            else if (reader.ValueTextEquals("sealed"u8)) record.Payload = Base64(ref reader);
            else if (reader.ValueTextEquals("clear"u8)) record.Clear = Bytes(ref reader);
            else if (reader.ValueTextEquals("key"u8)) record.Key = Base64(ref reader);
            else if (reader.ValueTextEquals("previous"u8)) record.Previous = Base64(ref reader);
            else if (reader.ValueTextEquals("hash"u8)) record.Hash = Base64(ref reader);
            else if (reader.ValueTextEquals("head"u8)) record.Head = Base64(ref reader);
            else if (reader.ValueTextEquals("index"u8)) record.Index = Number(ref reader);
            else if (reader.ValueTextEquals("entries"u8)) record.Entries = Number(ref reader);
            else if (reader.ValueTextEquals("text"u8)) record.Text = ReadText(ref reader);
            else if (reader.ValueTextEquals("format"u8)) record.Format = ReadText(ref reader);
            else if (reader.ValueTextEquals("complete"u8)) record.IsComplete = reader.Read() && reader.GetBoolean();
            else if (reader.ValueTextEquals("proof"u8)) record.Proof = List(ref reader);
            else reader.Skip();
        }

        return record;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? throw new FormatException("null");
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static byte[] Bytes(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw new FormatException("no text");
        var bytes = new byte[reader.ValueSpan.Length];
        return bytes[..reader.CopyString(bytes)];
    }

    private static byte[] Base64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetBytesFromBase64();
    }

    private static List<byte[]> List(ref Utf8JsonReader reader)
    {
        var list = new List<byte[]>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) list.Add(reader.GetBytesFromBase64());
        return list;
    }
}
