using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Versions;

namespace Orchestrator.Server.Api;

/// <summary>The versions of an agency's document.</summary>
/// <param name="InForce">Number of the one in force, or null when none can be used.</param>
/// <param name="Versions">All of them, newest first.</param>
/// <param name="Faults">What in the newest could not be mapped, or is wrong with the agency's file.</param>
public sealed record AgencyDocumentsView(int? InForce, IReadOnlyList<DocumentVersionView> Versions, IReadOnlyList<DocumentFaultView> Faults);

/// <summary>A version of an agency's document.</summary>
/// <param name="Version">Number; the version of the activities that come from it.</param>
/// <param name="Label"><c>x-agency.version</c> as the document states it, or null.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Origin">The file that it came from, or <c>upload</c>.</param>
/// <param name="Author">Who put it in force.</param>
/// <param name="Note">Why, or null.</param>
/// <param name="Restores">The version whose content it brought back, or null.</param>
/// <param name="StoredAt">When it came into force.</param>
/// <param name="IsInForce">Whether it is in force now.</param>
public sealed record DocumentVersionView(
    int Version, int? Label, string Hash, string Origin, string Author, string? Note, int? Restores, DateTimeOffset StoredAt, bool IsInForce)
{
    internal static DocumentVersionView Of(DocumentVersion version, int? inForce) => new(
        version.Version, version.Label, version.Hash, version.Origin, version.Author, version.Note, version.Restores, version.StoredAt, version.Version == inForce);
}

/// <summary>Something in a document that could not be mapped.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Source">Where the document came from.</param>
/// <param name="Path">JSON path in it.</param>
/// <param name="Operation">The operation that is left out because of it, or null.</param>
/// <param name="Message">What was expected, found and is to be done.</param>
public sealed record DocumentFaultView(string Code, string Source, string Path, string? Operation, string Message)
{
    internal static DocumentFaultView Of(DocumentFault fault) => new(fault.Code, fault.Source, fault.Path, fault.OperationId, fault.Message);
}

/// <summary>What is different between two documents.</summary>
/// <param name="Changes">The differences.</param>
/// <param name="Impacts">Where published definitions use what is different.</param>
public sealed record DocumentDifferenceView(IReadOnlyList<DocumentChangeView> Changes, IReadOnlyList<DocumentImpactView> Impacts)
{
    internal static DocumentDifferenceView Of(DocumentDifference difference) => new(
        [.. difference.Changes.Select(DocumentChangeView.Of)],
        [.. difference.Impacts.Select(impact => new DocumentImpactView(
            impact.DefinitionId, impact.Version, impact.Impact.Path, impact.Impact.Activity, DocumentChangeView.Of(impact.Impact.Change)))]);
}

/// <summary>A difference as a designer notices it.</summary>
/// <param name="Kind"><c>breaks</c>, <c>changes</c> or <c>adds</c>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Part"><c>operation</c>, <c>input</c>, <c>output</c> or <c>outcome</c>.</param>
/// <param name="Name">Name of the input, output or outcome, or null.</param>
/// <param name="Message">What is different.</param>
public sealed record DocumentChangeView(string Kind, string Operation, string Part, string? Name, string Message)
{
    internal static DocumentChangeView Of(DocumentChange change) => new(
        change.Kind.ToString().ToLowerInvariant(), change.OperationId, change.Part.ToString().ToLowerInvariant(), change.Name, change.Message);
}

/// <summary>A difference that meets an activity of a published definition.</summary>
/// <param name="DefinitionId">The definition.</param>
/// <param name="Version">Its published version.</param>
/// <param name="Path">JSON path of the activity.</param>
/// <param name="Activity">Its name.</param>
/// <param name="Change">The difference.</param>
public sealed record DocumentImpactView(string DefinitionId, int Version, string Path, string Activity, DocumentChangeView Change);

/// <summary>What became of a document that was sent.</summary>
/// <param name="Result"><c>stored</c>, <c>unchanged</c> or <c>checked</c>.</param>
/// <param name="Version">Number of the version in force now; null for a check.</param>
/// <param name="Activities">Types of the activities that come from it.</param>
/// <param name="Faults">What in it could not be mapped.</param>
/// <param name="Difference">What it changed, or would change.</param>
public sealed record DocumentPutView(
    string Result, int? Version, IReadOnlyList<string> Activities, IReadOnlyList<DocumentFaultView> Faults, DocumentDifferenceView Difference)
{
    internal static DocumentPutView Of(string result, int? version, DocumentReview review) => new(
        result, version,
        [.. review.Document.Operations.Where(operation => operation.IsActivity).Select(operation => OperationDescriptors.TypeName(review.Document, operation))],
        [.. review.Faults.Select(DocumentFaultView.Of)], DocumentDifferenceView.Of(review.Difference));
}

/// <summary>Why something is done.</summary>
/// <param name="Note">At most 2,000 characters.</param>
public sealed record NoteBody(string? Note);
