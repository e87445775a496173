using Orchestrator.Workflows.Catalog;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Branches;

/// <summary>Descriptors of the branching containers.</summary>
internal static class BranchActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.If", Category = "Branching", DisplayName = "If", Description = "Runs one of two activities.",
            Inputs = [Input("Condition", "Boolean", "Decides which one.")], Outputs = [Output("Result", "Boolean", "The condition's value.")], Ports = Slots("Then", "Else"),
        }, new If()),
        new(new()
        {
            TypeName = "Elsa.Switch", Category = "Branching", DisplayName = "Switch", Description = "Runs the activity of the case that holds.",
            Inputs =
            [
                Input("Cases", "SwitchCase[]", "The cases.", "switch-editor").Plain(),
                Choice("Mode", "SwitchMode", "Whether the first or every case that holds is run.", "MatchFirst", "MatchAny").Deferred(),
            ],
            Outputs = [Output("Output", "Object", "Unused; kept for files that bind it.")], Ports = Slots("Default"),
        }, new Switch()),
        new(new()
        {
            TypeName = "Elsa.Parallel", Category = "Workflows", DisplayName = "Parallel", IsContainer = true, Description = "Activities that run at the same time.",
        }, new Parallel("activities")),
        new(new()
        {
            TypeName = "Elsa.Fork", Category = "Control Flow", DisplayName = "Fork", Description = "Branches that run at the same time.",
            Inputs = [Choice("JoinMode", "ForkJoinMode", "Whether all branches or the first one is waited for.", "WaitAll", "WaitAny").Plain()],
        }, new Parallel("branches")),
    ];
}
