using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Execution;

/// <summary>Bounds and defaults of the engine.</summary>
public sealed record WorkflowEngineOptions
{
    /// <summary>Activities started in one decision; what is left is run by a <see cref="Continue"/>. Default 1,000.</summary>
    public int MaxActivitiesPerTurn { get; init; } = 1_000;

    /// <summary>Activities started without waiting for anything; beyond it the case is held and a <c>runaway</c> incident opens. Default 100,000.</summary>
    public int MaxActivitiesWithoutWait { get; init; } = 100_000;

    /// <summary>The time zone in which cron expressions are meant. Default that of Viet Nam.</summary>
    public TimeZoneInfo TimeZone { get; init; } = Activities.Time.CronTimes.Vietnam;

    /// <summary>How flowcharts join whose definition chooses nothing (<c>customProperties["Flowchart:ExecutionMode"]</c>). Default: counter-based, as in Elsa's library.</summary>
    public FlowchartMode FlowchartMode { get; init; }

    /// <summary>Whether activities record inputs and outputs of which no designer says anything, or says <c>Configuration</c>. Default: they do.</summary>
    public LogPersistenceMode LogPersistence { get; init; }
}
