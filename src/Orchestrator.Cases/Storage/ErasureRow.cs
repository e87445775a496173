namespace Orchestrator.Cases.Storage;

/// <summary>A proposal to erase the data of a case, and what became of it. Names no person of the case.</summary>
internal sealed class ErasureRow
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public required string Number { get; init; }

    public string? Locality { get; init; }

    public required string Basis { get; init; }

    /// <summary>A word of <see cref="Erasures.ErasureState"/>.</summary>
    public required string State { get; set; }

    public required string ProposedBy { get; init; }

    public DateTimeOffset ProposedAt { get; init; }

    /// <summary>The first person for it: who proposed it, when that was a person.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>Whose key the first person came with, and who made it: what the second one is compared with.</summary>
    public string? ApprovedHolder { get; set; }

    /// <summary>Separated by commas.</summary>
    public string? ApprovedMakers { get; set; }

    /// <summary>The second person for it.</summary>
    public string? ConfirmedBy { get; set; }

    public string? RefusedBy { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public DateTimeOffset? CarriedOutAt { get; set; }
}
