using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Orchestrator.Attachments;

/// <summary>
/// Names one attachment wherever data travels: in applications, variables, calls and journals. It carries the hash of the content, so that whoever
/// has a reference can prove which file was meant: <c>att-</c>, the id as 32 hexadecimal digits, a hyphen, and SHA-256 as 64.
/// </summary>
/// <param name="Id">Which upload.</param>
/// <param name="Sha256">Hash of the content, 64 lower-case hexadecimal digits.</param>
public readonly record struct AttachmentReference(Guid Id, string Sha256)
{
    private const string Prefix = "att-";
    private const int IdDigits = 32, HashDigits = 64;
    private const int Length = 4 + IdDigits + 1 + HashDigits;

    /// <summary>Deepest nesting that is searched for references; what runtimes take is less deep.</summary>
    private const int DeepestNesting = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>As it travels.</summary>
    public override string ToString() => $"{Prefix}{Id:N}-{Sha256}";

    /// <summary>Reads one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AttachmentReference reference)
    {
        reference = default;
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdDigits] != '-')
            return false;
        var hash = text[^HashDigits..];
        if (hash.AsSpan().ContainsAnyExcept(Digits) || !Guid.TryParseExact(text.AsSpan(Prefix.Length, IdDigits), "N", out var id))
            return false;
        reference = new AttachmentReference(id, hash);
        // One spelling only: a reference is compared as text.
        return reference.ToString() == text;
    }

    /// <summary>Every reference in a JSON value, with the JSON pointer (RFC 6901) to it, in document order.</summary>
    public static IEnumerable<(string Pointer, AttachmentReference Reference)> Find(JsonElement value) => Find(value, "", 0);

    private static IEnumerable<(string Pointer, AttachmentReference Reference)> Find(JsonElement value, string pointer, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when TryParse(value.GetString(), out var reference):
                return [(pointer, reference)];
            case JsonValueKind.Object when depth < DeepestNesting:
                return value.EnumerateObject().SelectMany(member => Find(member.Value, $"{pointer}/{Escape(member.Name)}", depth + 1));
            case JsonValueKind.Array when depth < DeepestNesting:
                return value.EnumerateArray().SelectMany((item, index) => Find(item, $"{pointer}/{index}", depth + 1));
            default:
                return [];
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
