using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>What went wrong in an activity.</summary>
/// <param name="Code">Stable code for machines, for example <c>expression-failed</c>.</param>
/// <param name="Message">"Expected …, but …; do …" for people.</param>
/// <param name="Detail">More for the support desk, or null.</param>
/// <param name="Owner">Role that must act, for example an agency code; null for <c>support</c>. Becomes <see cref="Incident.Owner"/>.</param>
public sealed record Fault(string Code, string Message, string? Detail = null, string? Owner = null);

/// <summary>A fault that waits for a person.</summary>
/// <param name="Id">Unique within the case, for example <c>i1</c>.</param>
/// <param name="ExecutionId">The faulted execution, or null when the case as a whole is concerned.</param>
/// <param name="ActivityId">The faulted activity's id, or null.</param>
/// <param name="NodeId">The faulted activity's path, or null.</param>
/// <param name="Fault">What went wrong.</param>
/// <param name="Owner">Role that must act, for example <c>support</c> or an agency code.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="EffectId">The effect that failed without an activity waiting for it, which a retry asks for again; or null.</param>
public sealed record Incident(string Id, long? ExecutionId, string? ActivityId, string? NodeId, Fault Fault, string Owner, DateTimeOffset OpenedAt,
    string? EffectId = null);

/// <summary>How an incident was closed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentResolution>))]
public enum IncidentResolution
{
    /// <summary>The activity is run again, with inputs evaluated afresh.</summary>
    Retried,

    /// <summary>The activity was completed with an outcome that a person chose and gave a reason for.</summary>
    Overridden,

    /// <summary>Closed without further work, with a reason.</summary>
    Dismissed,
}
