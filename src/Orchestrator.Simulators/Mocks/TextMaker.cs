using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fare;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Makes up texts that a schema accepts: by format, by pattern, else by what the property's name speaks of.</summary>
internal static class TextMaker
{
    /// <summary>A pattern can match texts that its automaton writes otherwise, for example with look-ahead; then another is tried.</summary>
    private const int Tries = 20;

    private const int Longest = 100_000;

    private static readonly DateTimeOffset _day = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));
    private static readonly TimeSpan _longestMatch = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes one.</summary>
    /// <param name="schema">A flat schema of a text.</param>
    /// <param name="name">Name of the property, or an empty text.</param>
    /// <param name="dice">Decides.</param>
    public static string Make(JsonObject schema, string name, Dice dice)
    {
        var random = dice.Random();
        var pattern = Text(schema, "pattern");
        var text = (Text(schema, "format") is { } format ? OfFormat(format, random) : null)
            ?? (pattern is null ? OfName(name, random) : null);
        if (pattern is not null && (text is null || !Matches(text, pattern)))
            text = OfPattern(pattern, random, name) ?? text;
        text ??= $"{(name.Length > 0 ? name : "text")} {random.Next(1, 1000)}";
        return pattern is null && Text(schema, "format") is null ? Fit(text, schema) : text;
    }

    private static string? OfFormat(string format, Random random) => format switch
    {
        "date" => _day.AddDays(-random.Next(0, 365)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "date-time" => _day.AddMinutes(-random.Next(0, 500_000)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        "time" => string.Create(CultureInfo.InvariantCulture, $"{random.Next(24):00}:{random.Next(60):00}:00"),
        "duration" => $"P{random.Next(1, 30)}D",
        "email" or "idn-email" => string.Create(CultureInfo.InvariantCulture, $"nguoidan{random.Next(1, 1_000_000):000000}@example.vn"),
        "uri" or "url" or "iri" or "uri-reference" => $"https://example.vn/{random.Next(1, 100_000)}",
        "uuid" or "guid" => Guid(random).ToString(),
        "hostname" or "idn-hostname" => $"host{random.Next(1, 1000)}.example.vn",
        "ipv4" => $"192.0.2.{random.Next(1, 255)}",
        "ipv6" => string.Create(CultureInfo.InvariantCulture, $"2001:db8::{random.Next(1, 65535):x}"),
        "byte" or "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"content {random.Next(1, 1000)}")),
        "personal-id" => PersonalIdNumber.Make("001", random.Next(2) == 0 ? Sex.Male : Sex.Female, random.Next(1945, 2006), random.Next(1_000_000)).ToString(),
        "health-card" => HealthCardNumber.ForChild("01", random.Next(1, 1_000_000)).ToString(),
        "social-insurance-number" => Digits("01########", random),
        "tax-code" => Digits("01########", random),
        "commune" => random.GetItems([.. Commune.Some], 1)[0].Code,
        "province" => "01",
        "procedure-code" => Digits("2.######", random),
        "dossier-number" => Digits("G22.99.01-261123-####", random),
        "phone" => Digits("09########", random),
        _ => null,
    };

    private static string? OfName(string name, Random random)
    {
        var lower = name.ToLowerInvariant();
        return lower switch
        {
            _ when lower is "fullname" or "name" || lower.EndsWith("holder", StringComparison.Ordinal) || lower.EndsWith("owner", StringComparison.Ordinal) => Person(random).FullName,
            _ when lower.EndsWith("personalid", StringComparison.Ordinal) => Person(random).PersonalId,
            _ when lower.EndsWith("address", StringComparison.Ordinal) || lower.EndsWith("residence", StringComparison.Ordinal) => Person(random).Address,
            _ when lower.EndsWith("phone", StringComparison.Ordinal) => OfFormat("phone", random),
            _ when lower.EndsWith("email", StringComparison.Ordinal) => OfFormat("email", random),
            _ when lower.EndsWith("url", StringComparison.Ordinal) => OfFormat("uri", random),
            _ when lower.EndsWith("taxcode", StringComparison.Ordinal) => OfFormat("tax-code", random),
            _ when lower == "reason" || lower.EndsWith("message", StringComparison.Ordinal) || lower.EndsWith("note", StringComparison.Ordinal) => "Theo hồ sơ đã nộp.",
            _ when lower.EndsWith("number", StringComparison.Ordinal) || lower.EndsWith("id", StringComparison.Ordinal) || lower.EndsWith("code", StringComparison.Ordinal) =>
                string.Create(CultureInfo.InvariantCulture, $"{Upper(name)}-{random.Next(1, 1_000_000):000000}"),
            _ => null,
        };
    }

    private static string? OfPattern(string pattern, Random random, string name)
    {
        // The name may speak of something that the pattern accepts too, and people read it more easily.
        if (OfName(name, random) is { } named && Matches(named, pattern))
            return named;
        try
        {
            var maker = new Xeger(pattern.Replace("\\d", "[0-9]", StringComparison.Ordinal).Replace("\\w", "[A-Za-z0-9_]", StringComparison.Ordinal), random);
            return Enumerable.Range(0, Tries).Select(_ => maker.Generate()).FirstOrDefault(text => Matches(text, pattern));
        }
        catch (Exception unsupported) when (unsupported is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, _longestMatch);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static string Fit(string text, JsonObject schema)
    {
        var least = (int)Math.Min(SchemaTree.NumberOf(schema, "minLength") ?? 0, Longest);
        var most = (int)Math.Min(SchemaTree.NumberOf(schema, "maxLength") ?? Longest, Longest);
        while (text.Length < least)
            text += text.Length == 0 ? "x" : text;
        if (text.Length > most)
            text = text[..most];
        return text.Length > Math.Max(least, 200) ? text[..Math.Max(least, 200)] : text;
    }

    private static Person Person(Random random) => new PeopleGenerator(random.Next()).Next(random.Next(2) == 0 ? Sex.Male : Sex.Female, 1945, 2005);

    private static string Digits(string form, Random random) => string.Concat(form.Select(letter => letter == '#' ? (char)('0' + random.Next(10)) : letter));

    private static Guid Guid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        bytes[7] = (byte)(bytes[7] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes);
    }

    private static string Upper(string name) => string.Concat(name.Where((letter, index) => index == 0 || char.IsUpper(letter))).ToUpperInvariant();

    private static string? Text(JsonObject schema, string keyword) =>
        schema[keyword] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
