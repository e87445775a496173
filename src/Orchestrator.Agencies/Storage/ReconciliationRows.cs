namespace Orchestrator.Agencies.Storage;

/// <summary>One comparison of all calls of a window with what an agency says.</summary>
internal sealed class ReconciliationRunRow
{
    public Guid Id { get; init; }

    public required string Agency { get; init; }

    /// <summary>The night, or what makes a run by hand one of its own: at most one run of an agency has it, whichever node begins it.</summary>
    public required string Slot { get; init; }

    public required string StartedBy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The window: calls since then.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Answers up to here are compared; a run that stopped goes on from there.</summary>
    public DateTimeOffset? Reached { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Until then its node has it; afterwards any may go on with it.</summary>
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>True when it stopped because the agency was down.</summary>
    public bool IsHeldUp { get; set; }

    public int Asked { get; set; }

    public int Agreed { get; set; }

    public int Different { get; set; }

    public int Unclear { get; set; }
}

/// <summary>A difference that was found, reported once.</summary>
internal sealed class ReconciliationDifferenceRow
{
    public Guid CaseId { get; init; }

    public required string EffectId { get; init; }

    public required string Kind { get; init; }

    public Guid RunId { get; init; }

    public required string Agency { get; init; }

    public required string Operation { get; init; }

    public required string Repair { get; init; }

    public required string TextVi { get; init; }

    public required string TextEn { get; init; }

    public string? IncidentId { get; init; }

    public DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? RepairedAt { get; set; }
}
