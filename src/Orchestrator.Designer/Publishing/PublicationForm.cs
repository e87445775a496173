namespace Orchestrator.Designer.Publishing;

/// <summary>What the author says about a publication; what is left out is found where that can be.</summary>
/// <param name="ChangeNote">What changed and why.</param>
/// <param name="LegalBasis">The article or decision that it follows.</param>
/// <param name="ValidFrom">First day, Vietnam time, on which cases start with it.</param>
internal sealed record PublicationForm(string? ChangeNote = null, string? LegalBasis = null, DateOnly? ValidFrom = null);

/// <summary>What the gate said.</summary>
internal abstract record GateOutcome
{
    private GateOutcome() { }

    /// <summary>Published, now or before.</summary>
    public sealed record Passed(Runtime.Definitions.DefinitionVersion Version, bool IsAlready) : GateOutcome;

    /// <summary>Refused; every reason at once.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : GateOutcome;
}
