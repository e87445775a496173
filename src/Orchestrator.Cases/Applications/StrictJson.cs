using System.Text;
using System.Text.Json;
using Orchestrator.Cases.Intake;

namespace Orchestrator.Cases.Applications;

/// <summary>
/// Reads JSON from outside without leniency: no comments, no trailing commas, no member twice (two readers would see two different
/// documents), no number that a reader would round, no more than <see cref="MaxDepth"/> levels.
/// </summary>
internal static class StrictJson
{
    public const int MaxDepth = 32;

    /// <summary>Parses, or says what is wrong.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, out JsonElement value, out ApplicationFault fault)
    {
        value = default;
        if (FirstFault(body.Span) is { } found)
        {
            fault = found;
            return false;
        }

        fault = null!;
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        value = document.RootElement.Clone();
        return true;
    }

    private static ApplicationFault? FirstFault(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        var levels = new Stack<Level>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        Enter(levels);
                        levels.Push(new Level(reader.TokenType == JsonTokenType.StartArray));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        levels.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        var level = levels.Peek();
                        level.Name = reader.GetString()!;
                        if (!level.Names.Add(level.Name)) return Fault("duplicate-member", levels);
                        break;
                    case JsonTokenType.Number:
                        Enter(levels);
                        if (!reader.TryGetInt64(out _) && !(reader.TryGetDecimal(out var number) && Math.Abs(number) < 1e18m)) return Fault("number-range", levels);
                        break;
                    case JsonTokenType.String:
                        Enter(levels);
                        // Refuses escapes of half a surrogate pair, which no store keeps faithfully.
                        if (reader.GetString()!.Contains('\0')) return Fault("text-character", levels);
                        break;
                    default:
                        Enter(levels);
                        break;
                }
            }

            return null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return Fault("malformed-json", levels);
        }
    }

    private static void Enter(Stack<Level> levels)
    {
        if (levels.TryPeek(out var level) && level.IsArray) level.Index++;
    }

    private static ApplicationFault Fault(string code, Stack<Level> levels)
    {
        var pointer = new StringBuilder();
        foreach (var level in levels.Reverse())
        {
            if (level.IsArray && level.Index >= 0) JsonPointer.Append(pointer, level.Index);
            else if (!level.IsArray && level.Name is not null) JsonPointer.Append(pointer, level.Name);
        }

        return new ApplicationFault(pointer.ToString(), code, FaultTexts.Of(code));
    }

    private sealed class Level(bool isArray)
    {
        public bool IsArray => isArray;

        public int Index { get; set; } = -1;

        public string? Name { get; set; }

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
    }
}
