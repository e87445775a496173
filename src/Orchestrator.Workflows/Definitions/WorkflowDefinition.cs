using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Definitions;

/// <summary>
/// A workflow definition in the language of Elsa 3.8: a typed view on its JSON, which is kept whole, so that members unknown to us survive.
/// </summary>
public sealed record WorkflowDefinition
{
    /// <summary>The definition object as read, unknown members included.</summary>
    public required JsonElement Json { get; init; }

    /// <summary>JSON path of the definition object in the document; <c>$</c> unless it was wrapped.</summary>
    public string Path { get; init; } = "$";

    /// <summary>Id of this version, or null.</summary>
    public string? Id { get; init; }

    /// <summary>Stable id of the definition, or null in a file that has none.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Name shown to people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the workflow is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Number of the version, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Variables of the workflow itself.</summary>
    public ImmutableArray<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Declared inputs.</summary>
    public ImmutableArray<ArgumentDefinition> Inputs { get; init; } = [];

    /// <summary>Declared outputs.</summary>
    public ImmutableArray<ArgumentDefinition> Outputs { get; init; } = [];

    /// <summary>Exits offered when the workflow is used as an activity.</summary>
    public ImmutableArray<string> Outcomes { get; init; } = [];

    /// <summary>What happens to the case when an activity faults.</summary>
    public IncidentStrategy IncidentStrategy { get; init; }

    /// <summary>The root activity, or null when none is drawn.</summary>
    public ActivityNode? Root { get; init; }

    /// <summary>Every activity, the root first, in document order.</summary>
    public IEnumerable<ActivityNode> Activities => Root is null ? [] : Root.WithDescendants();
}

/// <summary>What happens to the case when an activity faults.</summary>
public enum IncidentStrategy
{
    /// <summary>The case becomes Faulted until its incident is resolved; Elsa's default.</summary>
    Fault,

    /// <summary>The case stays Running; the incident waits beside it.</summary>
    ContinueWithIncidents,
}

/// <summary>A declared variable.</summary>
/// <param name="Id">Unique in the definition; bindings refer to it.</param>
/// <param name="Name">Name used by expressions.</param>
/// <param name="TypeName">Declared type; arrays as <c>Int32[]</c>.</param>
/// <param name="Default">Default as written; a JSON null for none.</param>
/// <param name="Path">JSON path of the declaration.</param>
public sealed record VariableDefinition(string Id, string Name, string TypeName, JsonElement Default, string Path);

/// <summary>A declared input or output of the workflow.</summary>
/// <param name="Name">Name used by callers and expressions.</param>
/// <param name="TypeName">Declared type; arrays as <c>Int32[]</c>.</param>
/// <param name="Default">Default as written; a JSON null for none.</param>
/// <param name="Path">JSON path of the declaration.</param>
public sealed record ArgumentDefinition(string Name, string TypeName, JsonElement Default, string Path);
