using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Orchestrator.Agencies.Documents;

/// <summary>A value in a document together with its path, so that every complaint names its place.</summary>
internal readonly record struct ExtensionNode(JsonNode? Node, string Path)
{
    public bool IsMissing => Node is null;

    public bool IsObject => Node is JsonObject;

    /// <summary>Member of this object; missing when it is not there.</summary>
    public ExtensionNode this[string name] => new(Object()[name], Path + Segment(name));

    public static string Segment(string name) =>
        name.Length > 0 && name.All(char.IsAsciiLetterOrDigit) ? "." + name : $"['{name}']";

    public JsonObject Object() => Node as JsonObject ?? throw Wrong("an object");

    public IEnumerable<ExtensionNode> Items()
    {
        var list = Node as JsonArray ?? throw Wrong("a list");
        for (var index = 0; index < list.Count; index++)
            yield return new ExtensionNode(list[index], $"{Path}[{index.ToString(CultureInfo.InvariantCulture)}]");
    }

    /// <summary>One value, or each value of a list.</summary>
    public IEnumerable<ExtensionNode> OneOrMore() => Node is JsonArray ? Items() : [this];

    public IEnumerable<KeyValuePair<string, ExtensionNode>> Members()
    {
        foreach (var (name, value) in Object())
            yield return new(name, new ExtensionNode(value, Path + Segment(name)));
    }

    public string Text() =>
        Node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text
            ? text : throw Wrong("a text that is not empty");

    public bool Flag() => Node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    public double PositiveNumber() =>
        Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) && number > 0
            ? number : throw Wrong("a number above 0");

    public int PositiveInteger() =>
        PositiveNumber() is var number && number == Math.Floor(number) && number <= int.MaxValue ? (int)number : throw Wrong("a whole number above 0");

    /// <summary>An ISO 8601 duration above zero.</summary>
    public TimeSpan Duration()
    {
        try
        {
            var duration = XmlConvert.ToTimeSpan(Text());
            return duration > TimeSpan.Zero ? duration : throw Wrong("a duration above zero, such as PT10S or P10D");
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            throw Wrong("an ISO 8601 duration, such as PT10S or P10D");
        }
    }

    /// <summary>Refuses members that nobody would read, so that a misspelled one is noticed.</summary>
    public ExtensionNode Only(params ReadOnlySpan<string> names)
    {
        foreach (var (name, value) in Members())
        {
            if (!names.Contains(name))
                throw value.Fault($"Expected one of {string.Join(", ", names!)}, but found '{name}'; correct or remove it.");
        }

        return this;
    }

    public DocumentFormatException Wrong(string expected) => Fault($"Expected {expected}, but found {Found()}; correct it.");

    public DocumentFormatException Fault(string message) => new("extension-invalid", Path, message);

    private string Found()
    {
        var text = Node?.ToJsonString() ?? "nothing";
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
