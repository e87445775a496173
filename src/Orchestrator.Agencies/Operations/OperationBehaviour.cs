using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Operations;

/// <summary>An agency's operation as an activity: asks for the call, waits for its final answer, takes the port of the answer.</summary>
internal sealed class OperationBehaviour(AgencyDocument agency, AgencyOperation operation) : ActivityBehaviour
{
    private readonly JsonElement _holder = JsonSerializer.SerializeToElement(new
    {
        agency = agency.Code,
        operation = operation.Id,
        holder = new { kind = "agency", code = agency.Code },
        reason = new { vi = $"Chờ {agency.Name.Vi}: {operation.Name.Vi}", en = $"Waiting for {agency.Name.En}: {operation.Name.En}" },
    });

    public override void Execute(ActivityTurn turn)
    {
        var given = turn.Inputs();
        var inputs = new JsonObject();
        foreach (var input in operation.Inputs)
        {
            if (given.TryGetProperty(input.Name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                inputs[input.Name] = JsonSerializer.SerializeToNode(value);
            }
            else if (input.IsRequired)
            {
                turn.Fault(new Fault(
                    "input-missing",
                    $"Expected a value for {input.Name}, which {agency.Name.En} requires, but it is empty; give '{turn.DisplayName}' the value and retry."));
                return;
            }
        }

        var bookmark = turn.Wait(BookmarkKind.Effect, dueAt: turn.Now + operation.Deadline, payload: _holder);
        turn.Request(
            EffectKinds.AgencyOperation,
            JsonSerializer.SerializeToElement(new JsonObject { ["agency"] = agency.Code, ["operation"] = operation.Id, ["version"] = agency.Version, ["inputs"] = inputs }),
            bookmark);
    }

    public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
    {
        switch (resumption)
        {
            case Resumption.ByEffect(var outcome, var outputs):
                SetOutputs(turn, outputs);
                turn.Complete(outcome ?? ReplyTable.DefaultOutcome);
                break;
            case Resumption.ByFailure(var fault):
                Leave(turn, ReplyTable.FailedPort, fault with { Owner = fault.Owner ?? agency.Code });
                break;
            case Resumption.ByTimer:
                Leave(turn, ReplyTable.TimedOutPort, new Fault(
                    "agency-timed-out",
                    $"Expected {agency.Name.En} to answer within {operation.Deadline}, but no final answer came; ask the agency, then retry or override.",
                    null,
                    agency.Code));
                break;
            default:
                turn.Fault(new Fault("resumption-unknown", $"Expected the agency's answer or its deadline, but {resumption.GetType().Name} came; report this to support."));
                break;
        }
    }

    private void SetOutputs(ActivityTurn turn, JsonElement? outputs)
    {
        if (outputs is not { ValueKind: JsonValueKind.Object } values)
            return;
        foreach (var output in operation.Outputs)
        {
            if (values.TryGetProperty(output.Name, out var value))
                turn.SetOutput(output.Name, value);
        }
    }

    private static void Leave(ActivityTurn turn, string port, Fault fault)
    {
        if (turn.IsConnected(port))
            turn.Complete(port);
        else
            turn.Fault(fault);
    }
}
