using System.Collections.Immutable;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Versions;

/// <summary>What became of a document that was sent, or of a version that is to hold again.</summary>
public abstract record PutOutcome
{
    private PutOutcome() { }

    /// <summary>It is in force now.</summary>
    public sealed record Stored(DocumentVersion Version, DocumentReview Review) : PutOutcome;

    /// <summary>It was in force already; nothing was stored.</summary>
    public sealed record Unchanged(DocumentVersion Version, DocumentReview Review) : PutOutcome;

    /// <summary>It could be put in force; nothing was stored, because that was asked for.</summary>
    public sealed record Checked(DocumentReview Review) : PutOutcome;

    /// <summary>It cannot be used.</summary>
    public sealed record Refused(ImmutableArray<DocumentFault> Faults) : PutOutcome;

    /// <summary>There is no such version.</summary>
    public sealed record Unknown : PutOutcome;
}

/// <summary>What a document is like beside the one in force.</summary>
/// <param name="Document">The document.</param>
/// <param name="Faults">What in it could not be mapped; each names the operation that is left out.</param>
/// <param name="Difference">What it changes.</param>
public sealed record DocumentReview(AgencyDocument Document, ImmutableArray<DocumentFault> Faults, DocumentDifference Difference);

/// <summary>What is different between two documents, and whom that meets.</summary>
/// <param name="Changes">The differences.</param>
/// <param name="Impacts">Where published definitions use what is different; cases that run keep the version that they were drawn with.</param>
public sealed record DocumentDifference(ImmutableArray<DocumentChange> Changes, ImmutableArray<ProcedureImpact> Impacts);

/// <summary>A change that meets a published definition.</summary>
/// <param name="DefinitionId">The definition.</param>
/// <param name="Version">Its published version.</param>
/// <param name="Impact">Where and by what.</param>
public sealed record ProcedureImpact(string DefinitionId, int Version, ChangeImpact Impact);
