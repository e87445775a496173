using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Workflows.Data;

/// <summary>JSON pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>True for the empty pointer and for texts that begin with a slash and escape only <c>~0</c> and <c>~1</c>.</summary>
    public static bool IsValid(string pointer)
    {
        if (pointer.Length > 0 && pointer[0] != '/')
            return false;
        for (var index = pointer.IndexOf('~', StringComparison.Ordinal); index >= 0; index = pointer.IndexOf('~', index + 1))
        {
            if (index + 1 >= pointer.Length || pointer[index + 1] is not ('0' or '1'))
                return false;
        }

        return true;
    }

    /// <summary>Finds the value pointed to.</summary>
    /// <param name="root">Where the pointer starts.</param>
    /// <param name="pointer">A valid pointer.</param>
    /// <param name="found">The value; undefined when there is none.</param>
    public static bool TryFind(JsonElement root, string pointer, out JsonElement found)
    {
        found = root;
        if (pointer.Length == 0)
            return true;
        foreach (var part in pointer[1..].Split('/'))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var reached = found.ValueKind switch
            {
                JsonValueKind.Object => found.TryGetProperty(name, out found),
                JsonValueKind.Array => TryIndex(found, name, out found),
                _ => false,
            };
            if (!reached)
            {
                found = default;
                return false;
            }
        }

        return true;
    }

    private static bool TryIndex(JsonElement list, string text, out JsonElement found)
    {
        found = default;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= list.GetArrayLength())
            return false;
        found = list[index];
        return true;
    }
}
