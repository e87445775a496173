using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Orchestrator.Server.Problems;

/// <summary>Problem details as of RFC 9457.</summary>
[Description("Problem details (RFC 9457).")]
public sealed record ProblemBody
{
    /// <summary><c>urn:orchestrator:problem:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, in the language asked for.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>This occurrence, and what to do, in the language asked for.</summary>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>Stable code for machines.</summary>
    public required string Code { get; init; }

    /// <summary>What to quote when asking for help: finds the request in logs and traces.</summary>
    public required string TraceId { get; init; }

    /// <summary>Each single fault, where there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }
}

/// <summary>One fault of several.</summary>
/// <param name="Pointer">JSON pointer into the request body; for a definition the JSON path that its designer shows.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">"Expected …, but …; do …".</param>
public sealed record ProblemError(string Pointer, string Code, string Message);
