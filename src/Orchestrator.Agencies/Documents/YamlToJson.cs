using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Agencies.Documents;

/// <summary>Turns YAML 1.2 into JSON. JSON is YAML, so that both kinds of file are read the same way.</summary>
internal static class YamlToJson
{
    /// <summary>An alias may repeat a value; beyond this many values the document is a trap, not an agency.</summary>
    private const int MostValues = 2_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>Reads either: JSON is YAML too, but large documents are read many times faster as what they are.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static JsonNode? Read(string text) =>
        text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{', ..] && JsonText(text) is { } json ? json : Convert(text);

    // A flow mapping of YAML begins with a brace as well.
    private static JsonNode? JsonText(string text)
    {
        try
        {
            return JsonNode.Parse(text.TrimStart('\uFEFF'), documentOptions: Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="YamlException">It is not YAML.</exception>
    public static JsonNode? Convert(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var left = MostValues;
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, ref left);
    }

    private static JsonNode? Convert(YamlNode node, ref int left)
    {
        if (--left < 0)
            throw new YamlException(node.Start, node.End, $"more than {MostValues} values");
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    members[((YamlScalarNode)key).Value ?? ""] = Convert(value, ref left);
                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                    items.Add(Convert(item, ref left));
                return items;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonValue? Scalar(YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when LooksNumeric(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => Number(whole.ToString(CultureInfo.InvariantCulture)),
            _ when LooksNumeric(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Number(number.ToString(CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(text),
        };
    }

    // A parsed number, unlike one made from a long, can be read as any kind of number.
    private static JsonValue? Number(string text) => JsonNode.Parse(text) as JsonValue;

    // "1_000", "0x10" and "1,000" stay texts, and so do codes that begin with a zero: 00123 is not the number 123.
    private static bool LooksNumeric(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && !(digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]));
    }
}
