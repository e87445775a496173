using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Runtime.Definitions;

/// <summary>Writes JSON over a file: a value that the file has already is copied with its layout, the others are written with two spaces, one member a line.</summary>
internal static class DefinitionPatch
{
    // Written by hand, because the writer of the framework puts no line break before a raw value in a list.
    private static readonly JsonSerializerOptions Scalars = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file.</summary>
    /// <param name="now">What it is to say; members and items stand in the order in which they are written.</param>
    /// <param name="file">What it says.</param>
    /// <param name="endsWithLine">True to end with a line break.</param>
    public static byte[] Write(JsonElement now, JsonElement file, bool endsWithLine)
    {
        var text = new StringBuilder();
        WriteValue(text, now, file, depth: 0);
        if (endsWithLine) text.Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteValue(StringBuilder text, JsonElement now, JsonElement? before, int depth)
    {
        if (before is { } old && IsSame(now, old))
        {
            text.Append(old.GetRawText());
            return;
        }

        switch (now.ValueKind)
        {
            case JsonValueKind.Object:
                WriteList(text, '{', '}', depth, now.EnumerateObject(), member =>
                {
                    text.Append(JsonSerializer.Serialize(member.Name, Scalars)).Append(": ");
                    WriteValue(text, member.Value, before is { ValueKind: JsonValueKind.Object } container && container.TryGetProperty(member.Name, out var value) ? value : null, depth + 1);
                });
                break;
            case JsonValueKind.Array:
                JsonElement[] items = before is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
                WriteList(text, '[', ']', depth, now.EnumerateArray(), item => WriteValue(text, item, Counterpart(item, items), depth + 1));
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(now.GetString(), Scalars));
                break;
            default:
                // As written: 1.0 must not become 1.
                text.Append(now.GetRawText());
                break;
        }
    }

    private static void WriteList<T>(StringBuilder text, char open, char close, int depth, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var isEmpty = true;
        foreach (var item in items)
        {
            if (!isEmpty) text.Append(',');
            isEmpty = false;
            text.Append('\n').Append(' ', 2 * (depth + 1));
            write(item);
        }

        if (!isEmpty) text.Append('\n').Append(' ', 2 * depth);
        text.Append(close);
    }

    /// <summary>The item that says the same, else the one of the same id.</summary>
    private static JsonElement? Counterpart(JsonElement item, JsonElement[] before)
    {
        foreach (var old in before)
        {
            if (IsSame(item, old)) return old;
        }

        if (Id(item) is not { } id) return null;
        foreach (var old in before)
        {
            if (Id(old) == id) return old;
        }

        return null;
    }

    private static string? Id(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>The same value with its members in the same order.</summary>
    private static bool IsSame(JsonElement one, JsonElement other) =>
        one.ValueKind == other.ValueKind && one.ValueKind switch
        {
            JsonValueKind.Object => one.GetPropertyCount() == other.GetPropertyCount()
                && one.EnumerateObject().Zip(other.EnumerateObject()).All(pair => pair.First.Name == pair.Second.Name && IsSame(pair.First.Value, pair.Second.Value)),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second)),
            JsonValueKind.String => one.ValueEquals(other.GetString()),
            JsonValueKind.Number => one.GetRawText() == other.GetRawText(),
            _ => true,
        };
}
