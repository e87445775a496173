using System.Text.Json.Serialization;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LintSeverity>))]
public enum LintSeverity
{
    /// <summary>Worth a look.</summary>
    Information,

    /// <summary>Likely not what was meant.</summary>
    Warning,

    /// <summary>It cannot run, or a case can be lost in it.</summary>
    Error,
}

/// <summary>Something in a definition that keeps it from running, or that runs but hardly as meant.</summary>
/// <param name="Rule">Stable code of the rule, for example <c>unreachable-activity</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Path">JSON path from the document's root.</param>
/// <param name="Activity">Name of the activity concerned as people see it, or null.</param>
/// <param name="Message">In English: "Expected …, but …; do …".</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, string Path, string? Activity, string Message)
{
    /// <summary>The message in Vietnamese.</summary>
    public required string MessageVi { get; init; }

    /// <summary>Id of the activity concerned, with which Studio selects it, or null.</summary>
    public string? ActivityId { get; init; }

    /// <summary>What keeps a definition from running, as a finding.</summary>
    public static LintFinding Of(DefinitionFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new(fault.Code, LintSeverity.Error, fault.Path, fault.Activity, fault.Message) { MessageVi = LintTexts.OfFault(fault.Code, fault.Activity) };
    }
}
