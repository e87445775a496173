using System.Text.Json;

namespace Orchestrator.Runtime.Definitions;

/// <summary>One version of a definition as designers see it, without its content.</summary>
public sealed record DefinitionVersion
{
    /// <summary>Source of what was drawn here.</summary>
    public const string Designer = "designer";

    /// <summary>Source of a draft that a newer file was published under.</summary>
    public const string KeptAboveFile = "designer-kept";

    /// <summary>Id of the version.</summary>
    public required string VersionId { get; init; }

    /// <summary>Stable id of the definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Number, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Counts the saves of a draft; with <see cref="VersionId"/> it says which content somebody saw.</summary>
    public required long Revision { get; init; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When the version was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for the newest version.</summary>
    public bool IsLatest { get; init; }

    /// <summary>True for the newest published version; its predecessor may still start cases until this one is valid.</summary>
    public bool IsPublished { get; init; }

    /// <summary>True when the content can never change again: it was published, or a case runs on it.</summary>
    public required bool IsFrozen { get; init; }

    /// <summary>Where it came from: a file below <c>workflows/</c>, <see cref="Designer"/> or <see cref="KeptAboveFile"/>.</summary>
    public required string Source { get; init; }

    /// <summary>True when the same content is, or was, in the definition's file.</summary>
    public required bool IsInFile { get; init; }

    /// <summary>Who saved it last, or null.</summary>
    public string? SavedBy { get; init; }

    /// <summary>In which editor it was saved last, or null.</summary>
    public string? SavedIn { get; init; }

    /// <summary>How it was published; null when it never was.</summary>
    public Publication? Publication { get; init; }
}

/// <summary>What is on record about a publication.</summary>
/// <param name="Author">Who answers for it.</param>
/// <param name="ChangeNote">What changed and why.</param>
/// <param name="LegalBasis">The article or decision that it follows, or null where no law asks for it.</param>
/// <param name="ValidFrom">Cases start with it from then on; null for at once.</param>
/// <param name="At">When it was published.</param>
public sealed record Publication(string Author, string ChangeNote, string? LegalBasis, DateTimeOffset? ValidFrom, DateTimeOffset At);

/// <summary>A version with its content.</summary>
/// <param name="Version">The version.</param>
/// <param name="Json">Elsa 3.8 definition JSON: what was drawn, without what only a store knows.</param>
public sealed record StoredDefinition(DefinitionVersion Version, JsonElement Json);
