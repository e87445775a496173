using System.Buffers.Text;
using System.Text.Json;

namespace Orchestrator.Workflows.Data;

/// <summary>Text, truth values, UUIDs and bytes.</summary>
internal static class Scalars
{
    public static JsonElement ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value,

        // .NET's words for truth, which is what Elsa stores.
        JsonValueKind.True => JsonValues.Text(bool.TrueString),
        JsonValueKind.False => JsonValues.Text(bool.FalseString),
        _ => JsonValues.Text(value.GetRawText()),
    };

    public static JsonElement ToBoolean(JsonElement value, DataType type)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return value;
            case JsonValueKind.Number:
                return JsonValues.Boolean(value.GetDouble() != 0);
            case JsonValueKind.String when bool.TryParse(JsonValues.TextOf(value), out var truth):
                return JsonValues.Boolean(truth);
            default:
                throw Misfit.Of(type, value, null, "give true or false");
        }
    }

    public static JsonElement ToGuid(JsonElement value, DataType type) =>
        value.ValueKind == JsonValueKind.String && Guid.TryParse(JsonValues.TextOf(value), out var id)
            ? JsonValues.Text(id.ToString("D"))
            : throw Misfit.Of(type, value, null, "give a UUID such as 6f9619ff-8b86-d011-b42d-00cf4fc964ff");

    public static JsonElement ToBytes(JsonElement value, DataType type)
    {
        const string Advice = "give base64 text, or in a script bytesFromString('…')";
        switch (value.ValueKind)
        {
            case JsonValueKind.String when Base64.IsValid(JsonValues.TextOf(value)):
                return value;
            case JsonValueKind.Array:
                var bytes = new byte[value.GetArrayLength()];
                var next = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out bytes[next++]))
                    {
                        throw Misfit.Of(type, value, "a member is not a whole number from 0 to 255", Advice);
                    }
                }

                return JsonValues.Text(Convert.ToBase64String(bytes));
            default:
                throw Misfit.Of(type, value, null, Advice);
        }
    }
}
