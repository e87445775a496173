using System.Globalization;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Exports;

/// <summary>A case as exports for analysis name it. Nothing in it is personal data: persons stand under pseudonyms.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Number">Dossier number, or null when it is no dossier.</param>
/// <param name="Definition">Its definition.</param>
/// <param name="Procedure">Code of the procedure, or null.</param>
/// <param name="Locality">Commune, or null.</param>
/// <param name="Persons">Who is named in the application.</param>
internal sealed record TracedCase(CaseId CaseId, string? Number, string Definition, string? Procedure, string? Locality, IReadOnlyList<TracedPerson> Persons)
{
    /// <summary>The name that the case goes by.</summary>
    public string Name => Number ?? CaseId.ToString();
}

/// <summary>A person in an application.</summary>
/// <param name="Pseudonym">The same for the same person in every case, and nobody without the key can tell who it is.</param>
/// <param name="Role">The member of the application that names the person, for example <c>requester</c>.</param>
internal sealed record TracedPerson(string Pseudonym, string Role);

/// <summary>A journal entry as exports for analysis tell it; never with data of the case.</summary>
internal sealed record TraceEvent
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary><see cref="At"/> in ISO 8601 with microseconds, which is what databases keep.</summary>
    public string Time => string.Create(32, At, static (text, at) =>
    {
        Span<char> round = stackalloc char[33];
        at.TryFormat(round, out _, "O", CultureInfo.InvariantCulture);
        round[..26].CopyTo(text);
        round[27..].CopyTo(text[26..]);
    });

    /// <summary>Name of the event.</summary>
    public required string Kind { get; init; }

    /// <summary>Who caused it, <c>kind:id</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The activity's id, or null when the case as a whole is concerned.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Its name as drawn.</summary>
    public string? Activity { get; init; }

    /// <summary>Its type.</summary>
    public string? ActivityType { get; init; }

    /// <summary>Which run of it.</summary>
    public long? ExecutionId { get; init; }

    /// <summary>A transition of XES' standard life cycle.</summary>
    public required string Transition { get; init; }

    /// <summary>The agency that is asked or answers, or null.</summary>
    public string? Agency { get; init; }

    /// <summary>The task of a person, or null.</summary>
    public string? Task { get; init; }

    /// <summary>The result that is recorded, or null.</summary>
    public string? Document { get; init; }

    /// <summary>Port, reply class, end or resolution, or null.</summary>
    public string? Outcome { get; init; }

    /// <summary>HTTP status of a call, or null.</summary>
    public int? Status { get; init; }

    /// <summary>How long a call took, in milliseconds, or null.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Hash of the entry, hexadecimal: finds it in the verifiable export.</summary>
    public required string Hash { get; init; }
}
