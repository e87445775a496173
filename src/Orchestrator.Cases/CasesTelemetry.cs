using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orchestrator.Cases;

/// <summary>Traces and measures of the module, under the name <c>Orchestrator.Cases</c>.</summary>
internal static class CasesTelemetry
{
    public const string Name = "Orchestrator.Cases";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Applications by procedure and outcome.</summary>
    public static Counter<long> Submissions { get; } = Meter.CreateCounter<long>("orchestrator.cases.submissions", "{application}", "Applications taken or refused.");

    /// <summary>Acts of people and agencies on cases, by kind and outcome.</summary>
    public static Counter<long> Acts { get; } = Meter.CreateCounter<long>("orchestrator.cases.acts", "{act}", "Signals, supplements, withdrawals, task and incident acts.");
}
