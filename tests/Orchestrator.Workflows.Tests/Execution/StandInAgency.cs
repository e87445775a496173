using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Activities of a module, as agencies add them: an operation that is answered later, and behaviours that misbehave.</summary>
internal sealed class StandInAgency : IActivitySource
{
    public IEnumerable<ActivityEntry> Load() =>
    [
        Entry("Agency.Test.Register", new Operation(), "Registered", "Refused", ActivityBehaviour.FailedPort, "TimedOut"),
        Entry("Agency.Test.Throw", new Throwing()),
        Entry("Agency.Test.Silent", new Silent()),
    ];

    private static ActivityEntry Entry(string type, ActivityBehaviour behaviour, params string[] ports) => new(
        new ActivityDescriptor
        {
            TypeName = type,
            Category = "Test",
            DisplayName = type,
            Ports = [.. ports.Select(p => new PortDescriptor(p))],
            Inputs = [new InputDescriptor("Applicant", "String")],
            Outputs = [new OutputDescriptor("Number", "String")],
        },
        behaviour);

    private sealed class Operation : ActivityBehaviour
    {
        public override void Execute(ActivityTurn turn)
        {
            var bookmark = turn.Wait(BookmarkKind.Effect, dueAt: turn.Now.AddDays(10));
            turn.Request(EffectKinds.AgencyOperation, JsonSerializer.SerializeToElement(new { agency = "test", operation = "Register", inputs = turn.Inputs() }), bookmark);
        }

        public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
        {
            if (resumption is Resumption.ByTimer) turn.Complete("TimedOut");
            else base.Resume(turn, bookmark, resumption);
        }
    }

    private sealed class Throwing : ActivityBehaviour
    {
        public override void Execute(ActivityTurn turn) => throw new InvalidOperationException("a bug");
    }

    private sealed class Silent : ActivityBehaviour
    {
        public override void Execute(ActivityTurn turn) { }
    }
}
