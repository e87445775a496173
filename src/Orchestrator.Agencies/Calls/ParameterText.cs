using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// A parameter as it stands in a request. Path, header and cookie have one text; a query may have several pairs. Pure.
/// </summary>
/// <param name="Text">For path, header and cookie, not escaped there; null when the value does not fit a parameter.</param>
/// <param name="Pairs">For the query, escaped; empty for none.</param>
/// <param name="PathText">For the path, escaped, with the prefixes of the styles label and matrix.</param>
internal sealed record ParameterText(string? Text, ImmutableArray<string> Pairs, string? PathText)
{
    private const string Unreserved = ":/?#[]@!$&'()*+,;=";

    /// <summary>A plain text.</summary>
    public static ParameterText Plain(string name, string text) => new(text, [$"{Escape(name)}={Escape(text)}"], Escape(text));

    /// <summary>A value in the form that the document declares (OpenAPI 3.1, 4.8.12.4).</summary>
    public static ParameterText Write(string name, ParameterForm? form, JsonElement value)
    {
        var (style, explode, reserved) = form ?? new ParameterForm(ParameterStyle.Form, true);
        if (style == ParameterStyle.Json)
            return Plain(name, value.GetRawText());
        if (WireValue.Text(value) is { } single)
            return new ParameterText(single, [$"{Escape(name)}={Query(single, reserved)}"], Prefixed(style, name, [Escape(single)], ","));
        return value.ValueKind switch
        {
            JsonValueKind.Array when Texts(value.EnumerateArray()) is { } items => List(name, style, explode, reserved, items),
            JsonValueKind.Object when Members(value) is { } members => Object(name, style, explode, reserved, members),
            _ => new ParameterText(null, [], null),
        };
    }

    private static ParameterText List(string name, ParameterStyle style, bool explode, bool reserved, ImmutableArray<string> items)
    {
        var separator = style switch { ParameterStyle.SpaceDelimited => "%20", ParameterStyle.PipeDelimited => "%7C", _ => "," };
        ImmutableArray<string> pairs = explode && style is ParameterStyle.Form or ParameterStyle.DeepObject
            ? [.. items.Select(item => $"{Escape(name)}={Query(item, reserved)}")]
            : items.IsEmpty ? [] : [$"{Escape(name)}={string.Join(separator, items.Select(item => Query(item, reserved)))}"];
        return new ParameterText(string.Join(',', items), pairs, Prefixed(style, name, [.. items.Select(Escape)], explode ? Joint(style, name) : ","));
    }

    private static ParameterText Object(string name, ParameterStyle style, bool explode, bool reserved, ImmutableArray<(string Name, string Text)> members)
    {
        ImmutableArray<string> pairs = style switch
        {
            ParameterStyle.DeepObject => [.. members.Select(member => $"{Escape($"{name}[{member.Name}]")}={Query(member.Text, reserved)}")],
            _ when explode => [.. members.Select(member => $"{Escape(member.Name)}={Query(member.Text, reserved)}")],
            _ => [$"{Escape(name)}={string.Join(',', members.Select(member => $"{Escape(member.Name)},{Query(member.Text, reserved)}"))}"],
        };
        var joint = explode ? "=" : ",";
        var path = members.Select(member => $"{Escape(member.Name)}{joint}{Escape(member.Text)}").ToImmutableArray();
        var whole = style switch
        {
            ParameterStyle.Matrix when explode => ";" + string.Join(';', path),
            ParameterStyle.Label when explode => "." + string.Join('.', path),
            _ => Prefixed(style, name, path, ","),
        };
        return new ParameterText(string.Join(',', members.Select(member => $"{member.Name}{joint}{member.Text}")), pairs, whole);
    }

    private static string Joint(ParameterStyle style, string name) => style switch
    {
        ParameterStyle.Label => ".",
        ParameterStyle.Matrix => $";{Escape(name)}=",
        _ => ",",
    };

    private static string Prefixed(ParameterStyle style, string name, ImmutableArray<string> escaped, string separator) => style switch
    {
        ParameterStyle.Label => "." + string.Join(separator, escaped),
        ParameterStyle.Matrix => $";{Escape(name)}=" + string.Join(separator, escaped),
        _ => string.Join(separator, escaped),
    };

    private static ImmutableArray<string>? Texts(JsonElement.ArrayEnumerator items)
    {
        var texts = items.Select(WireValue.Text).ToList();
        return texts.Contains(null) ? null : [.. texts!];
    }

    private static ImmutableArray<(string Name, string Text)>? Members(JsonElement value)
    {
        var members = value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null)
            .Select(member => (member.Name, Text: WireValue.Text(member.Value))).ToList();
        return members.Exists(member => member.Text is null) ? null : [.. members!];
    }

    private static string Query(string text, bool reserved) =>
        reserved ? string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii && Unreserved.Contains((char)rune.Value) && rune.Value is not ('&' or '#' or '+' or '=') ? rune.ToString() : Escape(rune.ToString()))) : Escape(text);

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
