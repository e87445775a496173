using System.Collections.Immutable;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads <c>x-attachment</c>.</summary>
internal static class AttachmentReader
{
    /// <summary><c>{types, maxBytes, hashHeader}</c>.</summary>
    /// <param name="node">The extension; may be missing.</param>
    /// <param name="mediaType">The type that the schema itself names, or null.</param>
    public static AttachmentRule Read(ExtensionNode node, string? mediaType)
    {
        ImmutableArray<string> named = mediaType is null ? [] : [mediaType];
        if (node.IsMissing)
            return named.IsEmpty ? AttachmentRule.Any : new AttachmentRule(named, null);
        node.Only("types", "maxBytes", "hashHeader");
        return new AttachmentRule(
            node["types"].IsMissing ? named : [.. node["types"].OneOrMore().Select(type => type.Text())],
            node["maxBytes"].IsMissing ? null : node["maxBytes"].PositiveInteger())
        {
            HashHeader = node["hashHeader"].IsMissing ? null : Header(node["hashHeader"]),
        };
    }

    private static string Header(ExtensionNode node) => node.Text() is { Length: > 0 } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        ? name : throw node.Wrong("a header name such as Content-Digest");
}
