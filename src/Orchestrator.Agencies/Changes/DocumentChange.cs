using System.Collections.Immutable;

namespace Orchestrator.Agencies.Changes;

/// <summary>One difference between two documents of an agency, as a designer notices it.</summary>
/// <param name="Kind">What it means for definitions drawn with the old one.</param>
/// <param name="OperationId">The operation.</param>
/// <param name="Part">Which part of it.</param>
/// <param name="Name">Name of the input, output or outcome in the designer, or null for the operation as a whole.</param>
/// <param name="Message">What is different, for people.</param>
public sealed record DocumentChange(ChangeKind Kind, string OperationId, OperationPart Part, string? Name, string Message)
{
    /// <summary>Stable word for what is different, for example <c>input-gone</c>; texts in other languages go by it.</summary>
    public required string Code { get; init; }

    /// <summary>What the text names besides the part and its operation: types, a choice.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>True for an input that needs a value now: it meets the activities that give none.</summary>
    public bool AsksForValue { get; init; }
}

/// <summary>What a change means for definitions drawn with the old document.</summary>
public enum ChangeKind
{
    /// <summary>Something more can be used.</summary>
    Adds,

    /// <summary>They go on, but differently.</summary>
    Changes,

    /// <summary>They must be redrawn where they use it.</summary>
    Breaks,
}

/// <summary>A part of an operation.</summary>
public enum OperationPart
{
    /// <summary>The operation as a whole.</summary>
    Operation,

    /// <summary>An input.</summary>
    Input,

    /// <summary>An output.</summary>
    Output,

    /// <summary>An outcome: a port of the activity.</summary>
    Outcome,
}

/// <summary>A change that meets an activity of a definition.</summary>
/// <param name="Path">JSON path of the activity.</param>
/// <param name="Activity">Its name for people.</param>
/// <param name="Change">The change.</param>
public sealed record ChangeImpact(string Path, string Activity, DocumentChange Change);
