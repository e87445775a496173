using Orchestrator.Workflows.Catalog;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Flowcharts;

/// <summary>Descriptors of the flowchart and the activities made for it.</summary>
internal static class FlowchartActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.Flowchart", Category = "Flow", DisplayName = "Flowchart", IsContainer = true,
            Description = "Activities and the connections between them.",
            Ports = [new PortDescriptor("Start", "Start", IsEmbedded: true, IsBrowsable: false)],
        }, new Flowchart()),
        new(new()
        {
            TypeName = "Elsa.FlowDecision", Category = "Branching", DisplayName = "Decision", Description = "Goes one of two ways.",
            Inputs = [Input("Condition", "Boolean", "Decides the way.")], Ports = Flow("True", "False"),
        }, new FlowDecision()),
        new(new()
        {
            TypeName = "Elsa.FlowSwitch", Category = "Branching", DisplayName = "Switch (flow)", Description = "Goes the way of the case that holds.",
            Inputs =
            [
                Input("Cases", "FlowSwitchCase[]", "The cases.", "flow-switch-editor").Plain(),
                Choice("Mode", "SwitchMode", "Whether the first or every case that holds is taken.", "MatchFirst", "MatchAny").Deferred(),
            ],
            Ports = Flow("Default"),
        }, new FlowSwitch()),
        new(new()
        {
            TypeName = "Elsa.FlowFork", Category = "Branching", DisplayName = "Fork (flow)", Description = "Goes several ways at the same time.",
            Inputs = [Input("Branches", "List<String>", "Names of the ways.", "dynamic-outcomes")],
        }, new FlowFork()),
        new(new()
        {
            TypeName = "Elsa.FlowJoin", Category = "Branching", DisplayName = "Join", Description = "Brings several ways together.",
            Inputs = [Choice("Mode", "FlowJoinMode", "Which branches are waited for.", "WaitAll", "WaitAllActive", "WaitAny").WithDefault("WaitAny").Deferred()],
        }, new FlowJoin()),
    ];
}
