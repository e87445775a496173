using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>How a flowchart treats a place where connections meet and nothing is said about it; Elsa's two execution modes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowchartMode>))]
public enum FlowchartMode
{
    /// <summary>It waits for every branch that is still alive and goes on once. Elsa's library default.</summary>
    CounterBased,

    /// <summary>It waits only for the activities directly before it, and goes on again for what arrives later. What Elsa's own server application switches on.</summary>
    TokenBased,
}
