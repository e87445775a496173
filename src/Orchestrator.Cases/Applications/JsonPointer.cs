using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Cases.Applications;

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static void Append(StringBuilder pointer, string name) =>
        pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    public static void Append(StringBuilder pointer, int index) => pointer.Append('/').Append(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Turns the validator's path (<c>#/child.names[0]</c>) into a pointer (<c>/child/names/0</c>). The path does not escape dots and
    /// brackets in names, so the names of the document decide where a name ends.
    /// </summary>
    public static string FromPath(string path, JsonElement document)
    {
        var rest = path.AsSpan();
        if (rest.StartsWith("#/")) rest = rest[2..];
        else if (rest.StartsWith("#")) rest = rest[1..];
        var pointer = new StringBuilder();
        var at = document;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '.') rest = rest[1..];
            var closing = rest.IndexOf(']');
            if (at.ValueKind == JsonValueKind.Array && rest.StartsWith("[") && int.TryParse(rest[1..Math.Max(closing, 1)], CultureInfo.InvariantCulture, out var index))
            {
                Append(pointer, index);
                at = index < at.GetArrayLength() ? at[index] : default;
                rest = rest[(closing + 1)..];
                continue;
            }

            var name = NameAt(at, rest);
            Append(pointer, name);
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member) ? member : default;
            rest = rest[name.Length..];
        }

        return pointer.ToString();
    }

    private static string NameAt(JsonElement at, ReadOnlySpan<char> rest)
    {
        string? longest = null;
        if (at.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in at.EnumerateObject())
            {
                if (member.Name.Length > (longest?.Length ?? 0) && rest.StartsWith(member.Name, StringComparison.Ordinal)
                    && (rest.Length == member.Name.Length || rest[member.Name.Length] is '.' or '[')) longest = member.Name;
            }
        }

        if (longest is not null) return longest;
        var end = rest[1..].IndexOfAny('.', '[');
        return (end < 0 ? rest : rest[..(end + 1)]).ToString();
    }
}
