using System.Text.RegularExpressions;

namespace Orchestrator.Server.Observability;

/// <summary>Finds personal data in text that is about to be logged.</summary>
internal static partial class PersonalData
{
    /// <summary>What stands where something was left out.</summary>
    public const string Mask = "***";

    private static readonly HashSet<string> Contents = new(StringComparer.OrdinalIgnoreCase)
    {
        "Application", "Body", "Content", "Payload", "Input", "Inputs", "Output", "Outputs", "Data", "Document", "Documents", "Result", "Answer",
        "Variables", "Value", "Secret", "Password", "Key", "ApiKey", "Authorization", "Cookie", "Token", "Email", "Phone", "PersonalId", "FullName",
    };

    /// <summary>True for properties that carry what citizens or agencies sent, or secrets.</summary>
    public static bool IsContent(string property) => Contents.Contains(property);

    /// <summary>True for text that is a JSON object or array, which is content whatever its property is called.</summary>
    public static bool LooksLikeJson(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 2 && (trimmed[0], trimmed[^1]) is ('{', '}') or ('[', ']') && trimmed.Contains('"');
    }

    /// <summary>Hides personal numbers, insurance cards, telephone numbers, mail addresses and API keys wherever they stand in a text.</summary>
    public static string Hide(string text) => Identifiers().Replace(text, Mask);

    // 12 digits: personal ID. Two letters and 13 digits: insurance card. 0 or +84 and 9 digits: telephone. ork_…: our own keys.
    [GeneratedRegex(
        """
        (?<![0-9A-Za-z.])(?:\d{12}|[A-Z]{2}\d{13}|(?:0|\+84)\d{9})(?![0-9A-Za-z])|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}|ork_[0-9a-f]{16}_[A-Za-z0-9_-]{43}
        """,
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifiers();
}
