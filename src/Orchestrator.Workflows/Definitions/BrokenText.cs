using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>Finds text that JSON's grammar allows and that is no text: bytes that are not UTF-8, and halves of surrogate pairs.</summary>
internal static class BrokenText
{
    /// <summary>Path of the first broken name or value, or null.</summary>
    public static string? PathOf(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsText(value.GetString) ? null : path;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select((item, index) => PathOf(item, $"{path}[{index}]")).FirstOrDefault(broken => broken is not null);
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsText(() => member.Name)) return path;
                    if (PathOf(member.Value, $"{path}.{member.Name}") is { } broken) return broken;
                }

                return null;
            default:
                return null;
        }
    }

    private static bool IsText(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The only way that JsonElement has to say so.
            return false;
        }
    }
}
