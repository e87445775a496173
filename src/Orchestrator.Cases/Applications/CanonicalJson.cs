using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Cases.Applications;

/// <summary>One spelling for equal documents: members in ordinal order, no white space, text unescaped; numbers as written.</summary>
public static class CanonicalJson
{
    /// <summary>SHA-256 of the canonical spelling, hexadecimal.</summary>
    public static string Hash(JsonElement value) => Convert.ToHexStringLower(SHA256.HashData(Bytes(value).Span));

    /// <summary>The canonical spelling, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
