using System.Collections.Immutable;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tasks;

/// <summary>Work that waits for a person.</summary>
public sealed record OfficerTask
{
    /// <summary>Id, as in the API: <c>{case id}-{bookmark id}</c>.</summary>
    public required TaskId Id { get; init; }

    /// <summary>Dossier number.</summary>
    public required string Number { get; init; }

    /// <summary>Task name as drawn.</summary>
    public required string Name { get; init; }

    /// <summary>What is to be done.</summary>
    public required BilingualText Title { get; init; }

    /// <summary>Role that may do it, or null for any officer.</summary>
    public string? Role { get; init; }

    /// <summary>Agency whose officers may do it, or null.</summary>
    public string? Agency { get; init; }

    /// <summary>Commune of the case, or null.</summary>
    public string? Locality { get; init; }

    /// <summary>The answers to choose from; empty when any answer goes.</summary>
    public ImmutableArray<TaskOption> Options { get; init; } = [];

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it ends by itself, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who works on it (<c>kind:id</c>), or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Since when, or null.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }
}

/// <summary>An answer that can be chosen.</summary>
/// <param name="Value">What the workflow decides on.</param>
/// <param name="Label">Shown to the officer.</param>
public sealed record TaskOption(string Value, BilingualText Label);

/// <summary>Names one task: the bookmark of a case.</summary>
public readonly record struct TaskId(CaseId CaseId, string BookmarkId)
{
    /// <summary>Reads <c>{case id}-{bookmark id}</c>.</summary>
    public static bool TryParse(string? text, out TaskId id)
    {
        id = default;
        if (text is not { Length: > 33 and <= 80 } || text[32] != '-' || !CaseId.TryParse(text[..32], null, out var caseId)) return false;
        id = new TaskId(caseId, text[33..]);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => $"{CaseId}-{BookmarkId}";
}
