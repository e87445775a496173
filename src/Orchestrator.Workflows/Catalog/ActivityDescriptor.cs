using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Catalog;

/// <summary>
/// What a designer sees of an activity type and what the compiler checks; the shape that Elsa Studio expects of a descriptor.
/// (Type name, version) is unique in a catalog.
/// </summary>
public sealed record ActivityDescriptor
{
    /// <summary>Full type name, for example <c>Elsa.SetVariable</c> or <c>Agency.Justice.RegisterBirth</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>Version of the type, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Toolbox group.</summary>
    public required string Category { get; init; }

    /// <summary>Name shown in the toolbox.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Help text, or null.</summary>
    public string? Description { get; init; }

    /// <summary><c>Action</c>, <c>Trigger</c>, <c>Job</c> or <c>Task</c>.</summary>
    public string Kind { get; init; } = "Action";

    /// <summary>False hides it in the toolbox.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>True when it works for what uses it already, and nothing new is to use it.</summary>
    public bool IsRetired { get; init; }

    /// <summary>True when it holds other activities.</summary>
    public bool IsContainer { get; init; }

    /// <summary>True when nothing can lead to it.</summary>
    public bool IsStart { get; init; }

    /// <summary>True when nothing follows it.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Ports; without a Flow port an activity that is not terminal has an implicit <c>Done</c>.</summary>
    public ImmutableArray<PortDescriptor> Ports { get; init; } = [];

    /// <summary>Inputs.</summary>
    public ImmutableArray<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>Outputs.</summary>
    public ImmutableArray<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>Further members that Studio reads, a JSON object, or null.</summary>
    public JsonElement? CustomProperties { get; init; }

    /// <summary>Members that Studio copies into every new activity of the type, a JSON object, or null.</summary>
    public JsonElement? ConstructionProperties { get; init; }
}

/// <summary>A port: an outcome (Flow) or a slot for a child activity (Embedded).</summary>
public sealed record PortDescriptor(string Name, string? DisplayName = null, bool IsEmbedded = false, bool IsBrowsable = true);

/// <summary>An input. Its JSON property on the activity is <see cref="Name"/> in camel case.</summary>
public sealed record InputDescriptor(string Name, string TypeName)
{
    /// <summary>Label, or null for the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Help text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Studio's editor: <c>singleline</c>, <c>dropdown</c>, <c>checkbox</c>, … (STUDIO.md §6).</summary>
    public string UiHint { get; init; } = "singleline";

    /// <summary>Editor settings, a JSON object, or null.</summary>
    public JsonElement? UiSpecifications { get; init; }

    /// <summary>Used when the definition gives no value; the engine applies it itself. Null for none.</summary>
    public JsonElement? DefaultValue { get; init; }

    /// <summary>Syntax a new value starts with, or null.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>True when it must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True when its value is personal data: masked in logs and history.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>True for <c>{typeName, expression}</c>; false for a raw JSON value.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>False when the behaviour evaluates it itself (switch cases, loop conditions).</summary>
    public bool AutoEvaluate { get; init; } = true;
}

/// <summary>An output. Its JSON property on the activity is <see cref="Name"/> in camel case.</summary>
public sealed record OutputDescriptor(string Name, string TypeName)
{
    /// <summary>Label, or null for the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Help text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>True when its value is personal data.</summary>
    public bool IsSensitive { get; init; }
}
