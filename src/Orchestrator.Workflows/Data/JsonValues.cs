using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Data;

/// <summary>Makes JSON values that own their memory.</summary>
internal static class JsonValues
{
    [ThreadStatic]
    private static KeptWriter? idle;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>A JSON null.</summary>
    public static JsonElement Null { get; } = JsonElement.Parse("null"u8);

    /// <summary>A JSON true.</summary>
    public static JsonElement True { get; } = JsonElement.Parse("true"u8);

    /// <summary>A JSON false.</summary>
    public static JsonElement False { get; } = JsonElement.Parse("false"u8);

    public static JsonElement Boolean(bool value) => value ? True : False;

    public static JsonElement Text(string value) => Write(value, static (writer, value) => writer.WriteStringValue(value));

    public static JsonElement Number(long value) => Write(value, static (writer, value) => writer.WriteNumberValue(value));

    public static JsonElement Number(decimal value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    public static JsonElement Number(double value) => Raw(value.ToString("R", CultureInfo.InvariantCulture));

    public static JsonElement Number(float value) => Raw(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A number from its JSON text.</summary>
    public static JsonElement Raw(string number) => JsonElement.Parse(Encoding.UTF8.GetBytes(number));

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="ExpressionException">It holds half a surrogate pair, which no text can.</exception>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new ExpressionException("value-type", "Expected text of valid Unicode, but it holds half a character; correct the text where it comes from.", error);
        }
    }

    public static JsonElement Write(Action<Utf8JsonWriter> write) => Write(write, static (writer, write) => write(writer));

    /// <summary>The same with a value for the callback, so that it needs no closure.</summary>
    public static JsonElement Write<T>(T value, Action<Utf8JsonWriter, T> write)
        where T : allows ref struct
    {
        // Every step makes a few small values: each thread keeps one writer for them. A value that is made while another is being made gets its own.
        var kept = idle ?? new KeptWriter();
        idle = null;
        write(kept.Writer, value);
        kept.Writer.Flush();
        var made = JsonElement.Parse(kept.Buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 });
        if (kept.Reset()) idle = kept;
        return made;
    }

    private sealed class KeptWriter
    {
        private const int LargestKept = 64 * 1024;

        public KeptWriter() => Writer = new Utf8JsonWriter(Buffer, Options);

        public ArrayBufferWriter<byte> Buffer { get; } = new(256);

        public Utf8JsonWriter Writer { get; }

        /// <summary>Makes it empty; false when it has become too large to be kept.</summary>
        public bool Reset()
        {
            Buffer.ResetWrittenCount();
            Writer.Reset(Buffer);
            return Buffer.Capacity <= LargestKept;
        }
    }
}
