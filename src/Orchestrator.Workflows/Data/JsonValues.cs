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
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>A JSON null.</summary>
    public static JsonElement Null { get; } = JsonElement.Parse("null"u8);

    /// <summary>A JSON true.</summary>
    public static JsonElement True { get; } = JsonElement.Parse("true"u8);

    /// <summary>A JSON false.</summary>
    public static JsonElement False { get; } = JsonElement.Parse("false"u8);

    public static JsonElement Boolean(bool value) => value ? True : False;

    public static JsonElement Text(string value) => Write(writer => writer.WriteStringValue(value));

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

    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 });
    }
}
