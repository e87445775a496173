using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>A value that an operation takes.</summary>
/// <param name="Name">Name in the designer, Pascal case.</param>
/// <param name="Place">Where it goes and its name there.</param>
/// <param name="Value">What it may be.</param>
/// <param name="IsRequired">True when the agency refuses a request without it.</param>
public sealed record OperationInput(string Name, ValuePlace Place, ValueShape Value, bool IsRequired)
{
    /// <summary>How a parameter is written; null for parts of the body.</summary>
    public ParameterForm? Form { get; init; }

    /// <summary>Media type of its part in a multipart body, or null for the usual one of its kind.</summary>
    public string? MediaType { get; init; }

    /// <summary>What a parameter must meet, or null; the body has a schema of its own.</summary>
    public ValueSchema? Schema { get; init; }
}

/// <summary>A value that an operation's answers carry.</summary>
/// <param name="Name">Name in the designer, Pascal case.</param>
/// <param name="WireName">Top-level property of the answer.</param>
/// <param name="Value">What it may be.</param>
public sealed record OperationOutput(string Name, string WireName, ValueShape Value);

/// <summary>What a value may be.</summary>
/// <param name="Kind">Its JSON kind.</param>
public sealed record ValueShape(ValueKind Kind)
{
    /// <summary>OpenAPI format, for example <c>date</c>, or null.</summary>
    public string? Format { get; init; }

    /// <summary>The only values allowed; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Label, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Help text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Used when a designer gives no value, or null.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>A value as it may look, as text, or null.</summary>
    public string? Example { get; init; }

    /// <summary>What limits it, in short words of JSON Schema (<c>minLength 1</c>, <c>pattern ^\d{12}$</c>).</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>Longest text allowed, or null.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What a file may be; not null for a file and for a list of files.</summary>
    public AttachmentRule? Attachment { get; init; }

    /// <summary>What the file may be whose content an answer carries here: beside the JSON as a part, or in it as base64; null for an ordinary value.</summary>
    public AttachmentRule? Content { get; init; }

    /// <summary>True for personal data: masked in logs and history.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>Kinds of value.</summary>
public enum ValueKind
{
    /// <summary>Anything, or of several kinds.</summary>
    Any,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON array.</summary>
    List,

    /// <summary>A file; the value refers to a stored attachment.</summary>
    File,
}
