using System.Security.Cryptography;
using System.Text;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Versions;

/// <summary>One version of an agency's document. The highest version is in force; none is ever changed or taken away.</summary>
/// <param name="Agency">Code of the agency.</param>
/// <param name="Version">From 1; the version of the activities that come from it.</param>
/// <param name="Label"><c>x-agency.version</c> as the document states it, or null.</param>
/// <param name="Hash">SHA-256 of the content, hexadecimal.</param>
/// <param name="Origin">Where it came from: a path below the folder of workflows, or <see cref="Uploaded"/>.</param>
/// <param name="Author">Who put it in place.</param>
/// <param name="Note">Why, or null.</param>
/// <param name="Restores">The version whose content it brings back, or null.</param>
/// <param name="StoredAt">When.</param>
public sealed record DocumentVersion(
    string Agency, int Version, int? Label, string Hash, string Origin, string Author, string? Note, int? Restores, DateTimeOffset StoredAt)
{
    /// <summary>Origin of documents that were sent.</summary>
    public const string Uploaded = "upload";

    /// <summary>Author of what the folder of workflows gives.</summary>
    public const string FolderAuthor = "workflows";

    /// <summary>The hash of a content. Line ends do not count: a checkout on another system is no other document.</summary>
    public static string HashOf(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>
    /// The number of the next version: the one that the document states when it is higher than all there are, so that an empty database agrees with
    /// definitions that were drawn elsewhere; else one more than the highest.
    /// </summary>
    /// <param name="highest">The highest there is, 0 for none.</param>
    /// <param name="document">The document.</param>
    internal static int Next(int highest, AgencyDocument document) => document.StatedVersion is { } stated && stated > highest ? stated : highest + 1;
}
