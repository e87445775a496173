using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Events;

/// <summary>Waits for a named event.</summary>
internal sealed class Event : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TryTrigger(out var payload))
        {
            turn.SetOutput("Result", payload);
            turn.Complete();
            return;
        }

        if (turn.TextInput("EventName") is { Length: > 0 } name) turn.Wait(BookmarkKind.Event, name);
        else turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the name of the event to wait for, but there is none; give one."));
    }

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        if (resumption is Resumption.ByEvent received) turn.SetOutput("Result", received.Payload ?? JsonMembers.Null);
        turn.Complete();
    }
}

/// <summary>Sends a named event to waiting cases.</summary>
internal sealed class PublishEvent : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TextInput("EventName") is not { Length: > 0 } name)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the name of the event to publish, but there is none; give one."));
            return;
        }

        turn.Request(EffectKinds.PublishEvent, Json.Object(
            ("eventName", name),
            ("correlationId", turn.TextInput("CorrelationId")),
            ("localTo", turn.FlagInput("IsLocalEvent") ? turn.CaseId.ToString() : null),
            ("payload", turn.Input("Payload"))));
        turn.Complete();
    }
}

/// <summary>Descriptors of the activities about events.</summary>
internal static class EventActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.Event", Category = "Primitives", DisplayName = "Event", Kind = "Trigger", Description = "Waits for a named event.",
            Inputs = [Input("EventName", "String", "Name of the event, with case.").Required()], Outputs = [Output("Result", "Object", "What the event carried.")],
        }, new Event()),
        new(new()
        {
            TypeName = "Elsa.PublishEvent", Category = "Primitives", DisplayName = "Publish Event", Description = "Sends a named event to waiting cases.",
            Inputs =
            [
                Input("EventName", "String", "Name of the event, with case.").Required(),
                Input("CorrelationId", "String", "Only cases with this correlation id, when given."),
                Flag("IsLocalEvent", "Only this case."),
                Input("Payload", "Object", "What the event carries."),
            ],
        }, new PublishEvent()),
    ];
}
