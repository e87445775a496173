using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Something in a document that can't be mapped.</summary>
/// <param name="Code">Stable code: <c>document-unreadable</c>, <c>openapi-invalid</c>, <c>extension-invalid</c>, <c>operation-not-mapped</c>, <c>agency-twice</c>.</param>
/// <param name="Source">File it was read from.</param>
/// <param name="Path">JSON path from the document's root.</param>
/// <param name="OperationId">The operation that is left out because of it, or null when the document as a whole, or nothing, is left out.</param>
/// <param name="Message">"Expected …, but …; do …".</param>
public sealed record DocumentFault(string Code, string Source, string Path, string? OperationId, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Source}: {Path}: {Message}";
}

/// <summary>What reading a document came to.</summary>
/// <param name="Document">Null when nothing in it can be used.</param>
/// <param name="Faults">What could not be mapped.</param>
/// <param name="Content">The document as it is kept: the text that was read, or, when it referred to other files, JSON with their parts in it.</param>
public sealed record DocumentReading(AgencyDocument? Document, ImmutableArray<DocumentFault> Faults, string Content);
