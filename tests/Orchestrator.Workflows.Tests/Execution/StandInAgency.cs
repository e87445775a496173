using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Activities of a module, as agencies add them: an operation that is answered later, and behaviours that misbehave.</summary>
internal sealed class StandInAgency : IActivitySource
{
    public IEnumerable<ActivityEntry> Load() =>
    [
        Entry("Agency.Test.Register", new Operation(), "Registered", "Refused", ActivityBehaviour.FailedPort, "TimedOut"),
        Entry("Agency.Test.Grant", new Granting(), "Granted", "Refused", ActivityBehaviour.FailedPort, "TimedOut"),
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

    /// <summary>An operation that can be undone, as an agency's document declares it.</summary>
    private sealed class Granting : Operation
    {
        public override CompensatingActivity? CompensatedBy =>
            new(Entry("Agency.Test.Revoke", new Revoking(), "Revoked", "Kept", FailedPort, "TimedOut"), "Revoke the grant");

        public override CompensationNeed CompensationOf(ActivityExecution run) => run.Status switch
        {
            ExecutionStatus.Completed when run.Outcomes.Contains("Granted") => new CompensationNeed.With(JsonSerializer.SerializeToElement(new { Number = run.AllOutputs().Text("Number"), Applicant = run.AllInputs().Text("Applicant") })),
            ExecutionStatus.Completed when run.Outcomes.Contains("TimedOut") => new CompensationNeed.Impossible(CompensationReasons.Unanswered),
            ExecutionStatus.Running => new CompensationNeed.Impossible(CompensationReasons.UnderWay),
            ExecutionStatus.Canceled => new CompensationNeed.Impossible(CompensationReasons.Unanswered),
            _ => new CompensationNeed.Nothing(),
        };
    }

    private sealed class Revoking : Operation
    {
        public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
        {
            if (resumption is Resumption.ByEffect { Outcome: "Kept" }) turn.Fault(new Fault(FaultCodes.CompensationRefused, "Expected it to be revoked, but it is kept; ask.", null, "test"));
            else base.Resume(turn, bookmark, resumption);
        }
    }

    private class Operation : ActivityBehaviour
    {
        public override CompensationNeed CompensationOf(ActivityExecution run) =>
            run.Status == ExecutionStatus.Completed ? new CompensationNeed.Impossible(CompensationReasons.NoRule) : new CompensationNeed.Nothing();

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
