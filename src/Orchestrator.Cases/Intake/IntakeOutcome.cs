using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Intake;

/// <summary>What became of a submission.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome() { }

    /// <summary>A case was started (201).</summary>
    /// <param name="CaseId">Which.</param>
    /// <param name="Number">Its dossier number.</param>
    /// <param name="ReceivedAt">When it counts as received, Vietnam offset.</param>
    /// <param name="PromisedDate">Until when the result is promised.</param>
    /// <param name="IsProvisional">True when the calendar of a year concerned is not decided yet.</param>
    public sealed record Accepted(CaseId CaseId, string Number, DateTimeOffset ReceivedAt, DateOnly PromisedDate, bool IsProvisional) : IntakeOutcome;

    /// <summary>The same key with the same application made this case before (200).</summary>
    public sealed record Again(CaseId CaseId, string Number) : IntakeOutcome;

    /// <summary>The same key came before with another application (409).</summary>
    public sealed record KeyConflict(string Number) : IntakeOutcome;

    /// <summary>The procedure allows one case at a time, and this one has not ended (409).</summary>
    public sealed record CaseRunning(CaseId CaseId) : IntakeOutcome;

    /// <summary>The key is missing or malformed (400).</summary>
    public sealed record InvalidKey(BilingualText Message) : IntakeOutcome;

    /// <summary>The application is not what the schema asks for (422); nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<ApplicationFault> Faults) : IntakeOutcome;

    /// <summary>No procedure has that code (404).</summary>
    public sealed record UnknownProcedure(string Code) : IntakeOutcome;

    /// <summary>The procedure is not open to the commune (422).</summary>
    public sealed record LocalityNotServed(string? Locality) : IntakeOutcome;

    /// <summary>The application is larger than allowed (413).</summary>
    /// <param name="LimitBytes">The most that is taken, in bytes.</param>
    public sealed record TooLarge(int LimitBytes) : IntakeOutcome;

    /// <summary>Nothing can be stored at the moment (503); send the same again later with the same key.</summary>
    public sealed record Unavailable(string Message) : IntakeOutcome;
}

/// <summary>One thing that is wrong with an application.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the spot; empty for the whole.</param>
/// <param name="Code">Stable code, for example <c>required</c>, <c>pattern</c>, <c>duplicate-member</c>, <c>malformed-json</c>.</param>
/// <param name="Message">What was expected and what to do.</param>
public sealed record ApplicationFault(string Pointer, string Code, BilingualText Message);
