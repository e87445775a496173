using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Operations;

/// <summary>An agency's operation as an activity: asks for the call, waits for its final answer, takes the port of the answer.</summary>
/// <param name="agency">Its document.</param>
/// <param name="operation">The operation.</param>
/// <param name="undone">When it undoes another: the outcomes that mean that it is undone; empty for all.</param>
internal sealed class OperationBehaviour(AgencyDocument agency, AgencyOperation operation, ImmutableArray<string> undone = default) : ActivityBehaviour
{
    private const string TimedOutCode = "agency-timed-out";

    private readonly JsonElement _holder = JsonSerializer.SerializeToElement(new
    {
        agency = agency.Code,
        operation = operation.Id,
        holder = new { kind = "agency", code = agency.Code },
        reason = new { vi = $"Chờ {agency.Name.Vi}: {operation.Name.Vi}", en = $"Waiting for {agency.Name.En}: {operation.Name.En}" },
    });

    public override CompensatingActivity? CompensatedBy => operation.Compensation is { } rule && agency.Find(rule.OperationId) is { } undo
        ? new CompensatingActivity(new ActivityEntry(OperationDescriptors.Describe(agency, undo), new OperationBehaviour(agency, undo, rule.Undone)), undo.Name.Vi)
        : null;

    /// <summary>What the agency did for sure is undone by its rule; what it may have done is a person's to find out.</summary>
    public override CompensationNeed CompensationOf(ActivityExecution run)
    {
        if (operation.Method == HttpMethod.Get || operation.Method == HttpMethod.Head)
            return new CompensationNeed.Nothing();
        return run.Status switch
        {
            ExecutionStatus.Running => new CompensationNeed.Impossible(CompensationReasons.UnderWay),
            ExecutionStatus.Completed => CompensationOf(run, run.Outcomes.IsDefaultOrEmpty ? ReplyTable.DefaultOutcome : run.Outcomes[0]),
            _ when run.Fault is null || run.Fault.Code == TimedOutCode => new CompensationNeed.Impossible(CompensationReasons.Unanswered),
            _ => new CompensationNeed.Nothing(),
        };
    }

    private CompensationNeed CompensationOf(ActivityExecution run, string port) => port switch
    {
        ReplyTable.FailedPort => new CompensationNeed.Nothing(),
        ReplyTable.TimedOutPort => new CompensationNeed.Impossible(CompensationReasons.Unanswered),
        _ when operation.Compensation is not { } => new CompensationNeed.Impossible(CompensationReasons.NoRule),
        _ when operation.Compensation is { Outcomes: [_, ..] outcomes } && !outcomes.Contains(port) => new CompensationNeed.Nothing(),
        _ when agency.Find(operation.Compensation.OperationId) is { } undo =>
            new CompensationNeed.With(MappedInputs.For(undo, operation.Compensation.Inputs, operation, run.AllInputs(), run.AllOutputs())),
        _ => new CompensationNeed.Impossible(CompensationReasons.NoRule),
    };

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
                var port = outcome ?? ReplyTable.DefaultOutcome;
                if (undone.IsDefaultOrEmpty || undone.Contains(port))
                {
                    SetOutputs(turn, outputs);
                    turn.Complete(port);
                    break;
                }

                turn.Fault(new Fault(
                    FaultCodes.CompensationRefused,
                    $"Expected {agency.Name.En} to answer '{operation.Name.En}' with {string.Join(" or ", undone)}, but it answered {port}; settle it with the agency, then retry, override or resolve.",
                    null,
                    agency.Code));
                break;
            case Resumption.ByFailure(var fault):
                Leave(turn, ReplyTable.FailedPort, fault with { Owner = fault.Owner ?? agency.Code });
                break;
            case Resumption.ByTimer:
                Leave(turn, ReplyTable.TimedOutPort, new Fault(
                    TimedOutCode,
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
