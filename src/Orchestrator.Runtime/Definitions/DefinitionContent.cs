using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Runtime.Definitions;

/// <summary>What a definition says, apart from what a store or an editor writes into it on every save.</summary>
internal static class DefinitionContent
{
    private static readonly HashSet<string> Bookkeeping =
        new(StringComparer.Ordinal) { "$schema", "id", "version", "createdAt", "isLatest", "isPublished", "isReadonly", "toolVersion", "links" };

    /// <summary>SHA-256 in hexadecimal over the definition with members in name order and without its bookkeeping.</summary>
    public static string Hash(JsonElement definition)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) Write(writer, definition, top: true);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool top)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (top && Bookkeeping.Contains(member.Name)) continue;
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, top: false);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item, top: false);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
