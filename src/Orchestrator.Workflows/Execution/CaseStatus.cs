using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>Elsa's workflow status.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStatus>))]
public enum CaseStatus
{
    /// <summary>Not ended.</summary>
    Running,

    /// <summary>Ended, for good or bad; see the sub-status.</summary>
    Finished,
}

/// <summary>Elsa's workflow sub-status.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseSubStatus>))]
public enum CaseSubStatus
{
    /// <summary>Started, but no activity has run.</summary>
    Pending,

    /// <summary>Has work scheduled that needs nothing from outside.</summary>
    Executing,

    /// <summary>Waits on at least one bookmark.</summary>
    Suspended,

    /// <summary>Ended as drawn.</summary>
    Finished,

    /// <summary>Ended by a cancellation.</summary>
    Cancelled,

    /// <summary>Stopped by a fault; its incident can start it again.</summary>
    Faulted,
}
