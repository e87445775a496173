using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// Events as UTF-8 JSON, the payload of a journal entry. The bytes are what the hash covers, so they are never written again from a read event.
/// </summary>
public static class CaseEventJson
{
    /// <summary>One event, its type in <c>kind</c>; absent members are left out.</summary>
    public static byte[] Serialize(CaseEvent change) => JsonSerializer.SerializeToUtf8Bytes(change, CaseJsonContext.Compact.CaseEvent);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">It is not an event.</exception>
    public static CaseEvent Deserialize(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, CaseJsonContext.Compact.CaseEvent)
        ?? throw new JsonException("Expected an event, but found null; the journal is damaged.");

    /// <summary>Name of the event's type, as it stands in <c>kind</c>.</summary>
    public static string KindOf(CaseEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.GetType().Name;
    }
}

[JsonSerializable(typeof(CaseEvent))]
[JsonSerializable(typeof(CaseState))]
internal sealed partial class CaseJsonContext : JsonSerializerContext
{
    /// <summary>Text stays readable in the journal (Vietnamese is not escaped).</summary>
    public static CaseJsonContext Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new CaseIdJson() },
        RespectRequiredConstructorParameters = false,
        MaxDepth = 256,
    });
}

/// <summary>A case id as its text.</summary>
internal sealed class CaseIdJson : JsonConverter<CaseId>
{
    public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CaseId.Parse(reader.GetString()!, null);

    public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
