using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Cases.Procedures;

/// <summary>A public service as it can be started here: what <c>workflows/procedures/&lt;name&gt;/</c> says.</summary>
public sealed record Procedure
{
    /// <summary>The code it was first published under, for example <c>2.002621</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Name.</summary>
    public required BilingualText Name { get; init; }

    /// <summary>Group shown to citizens.</summary>
    public required BilingualText Group { get; init; }

    /// <summary>Stable id of the workflow definition that carries it.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Codes that took over later, oldest first.</summary>
    public ImmutableArray<ProcedureSuccessor> Successors { get; init; } = [];

    /// <summary>What its dossier numbers begin with, for example <c>G22.99.01</c>.</summary>
    public required string NumberPrefix { get; init; }

    /// <summary>Commune codes that it is open to; <c>*</c> opens it to all.</summary>
    public ImmutableArray<string> Localities { get; init; } = [];

    /// <summary>Legal limits, oldest first; see <see cref="LimitOn"/>.</summary>
    public ImmutableArray<ProcedureLimit> Limits { get; init; } = [];

    /// <summary>From when on a day's receipts count from the next working day, or null when the whole day counts.</summary>
    public CutOff? CutOff { get; init; }

    /// <summary>What the bundle consists of, in the order shown.</summary>
    public ImmutableArray<ProcedurePart> Parts { get; init; } = [];

    /// <summary>Legal bases of the procedure as a whole.</summary>
    public ImmutableArray<string> LegalBasis { get; init; } = [];

    /// <summary>How long the data of ended cases is kept, or null when no rule says so.</summary>
    public Erasures.Retention? Retention { get; init; }

    /// <summary>JSON Schema of the application.</summary>
    public required JsonElement ApplicationSchema { get; init; }

    /// <summary>True when cases of the commune can be started.</summary>
    public bool Serves(string? locality) =>
        Localities.Contains("*", StringComparer.Ordinal) || (locality is not null && Localities.Contains(locality, StringComparer.Ordinal));

    /// <summary>The code that the procedure has on a day.</summary>
    public string CodeOn(DateOnly day) => Successors.LastOrDefault(successor => successor.ValidFrom <= day)?.Code ?? Code;

    /// <summary>The limit that counts for an application received on a day: the newest valid one made for such applications, else the newest made for all.</summary>
    public ProcedureLimit LimitOn(DateOnly day, JsonElement application) =>
        Limits.LastOrDefault(limit => limit.ValidFrom <= day && limit.When?.Holds(application) == true)
        ?? Limits.LastOrDefault(limit => limit.ValidFrom <= day && limit.When is null)
        ?? Limits.First(limit => limit.When is null);

    /// <summary>The parts that an application asks for.</summary>
    public IEnumerable<ProcedurePart> PartsOf(JsonElement application) => Parts.Where(part => part.When?.Holds(application) ?? true);

    /// <summary>True for the code itself and for each that took over from it.</summary>
    public bool HasCode(string code) =>
        string.Equals(Code, code, StringComparison.Ordinal) || Successors.Any(successor => string.Equals(successor.Code, code, StringComparison.Ordinal));
}

/// <summary>A code that took over from an older one.</summary>
/// <param name="Code">The new code.</param>
/// <param name="ValidFrom">First day it is used.</param>
public sealed record ProcedureSuccessor(string Code, DateOnly ValidFrom);

/// <summary>How long a procedure may take by law.</summary>
/// <param name="WorkingDays">Working days.</param>
/// <param name="ExtendedWorkingDays">Working days when something must be verified, or null when it cannot be extended.</param>
/// <param name="ValidFrom">First day of receipt it counts for.</param>
/// <param name="LegalBasis">The article that says so.</param>
/// <param name="When">For which applications, or null for all.</param>
public sealed record ProcedureLimit(int WorkingDays, int? ExtendedWorkingDays, DateOnly ValidFrom, string LegalBasis, ApplicationCondition? When = null);

/// <summary>Until when a day's receipts count for that day.</summary>
/// <param name="Time">Vietnam time; a receipt at or after it counts from the next working day.</param>
/// <param name="LegalBasis">The article that says so.</param>
public sealed record CutOff(TimeOnly Time, string LegalBasis);

/// <summary>One of the procedures in a bundle.</summary>
/// <param name="Key">Stable key, for example <c>birth-registration</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Agency">Code of the agency that decides it.</param>
/// <param name="WorkingDays">Its own limit in working days, or null when it has none.</param>
/// <param name="When">Which applications ask for it, or null for all.</param>
public sealed record ProcedurePart(string Key, BilingualText Name, string Agency, int? WorkingDays, ApplicationCondition? When = null);
