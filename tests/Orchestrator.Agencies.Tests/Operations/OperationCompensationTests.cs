using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Operations;

/// <summary>What a document says about undoing a call, for the engine.</summary>
public sealed class OperationCompensationTests
{
    private static readonly AgencyDocument Cards = Samples.Read("""
        openapi: 3.1.0
        info: { title: Cards, version: '1' }
        paths:
          /cards:
            post:
              operationId: IssueCard
              x-compensated-by: { operationId: RevokeCard, outcomes: [Issued], undone: [Revoked], inputs: { why: { value: withdrawn } } }
              x-reply-classes:
                - { pointer: /outcome, equals: issued, class: done, outcome: Issued }
                - { pointer: /outcome, equals: refused, class: done, outcome: Refused }
              requestBody: { content: { application/json: { schema: { type: object, properties: { person: { type: string } } } } } }
              responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { outcome: { type: string }, cardNumber: { type: string } } } } } } }
          /cards/{cardNumber}/revocation:
            post:
              operationId: RevokeCard
              x-no-activity: true
              x-name: { vi: "Thu hồi thẻ", en: "Revoke the card" }
              x-reply-classes:
                - { pointer: /outcome, equals: revoked, class: done, outcome: Revoked }
                - { pointer: /outcome, equals: kept, class: done, outcome: Kept }
              parameters: [ { name: cardNumber, in: path, required: true, schema: { type: string } } ]
              requestBody: { content: { application/json: { schema: { type: object, properties: { why: { type: string } } } } } }
              responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { outcome: { type: string } } } } } } }
          /marks:
            post: { operationId: Mark, responses: { '200': { description: ok } } }
            get: { operationId: Look, responses: { '200': { description: ok } } }
        """).Document!;

    [Fact]
    public void The_compensating_operation_is_an_activity_even_when_it_is_not_in_the_palette()
    {
        var undo = Behaviour("IssueCard").CompensatedBy!;
        Assert.Equal(("Agency.Sample.RevokeCard", "Thu hồi thẻ"), (undo.Activity.Descriptor.TypeName, undo.Name));
        Assert.Null(Behaviour("Mark").CompensatedBy);
    }

    [Fact]
    public void What_was_done_is_undone_with_the_values_of_the_call_and_its_answer()
    {
        var need = Assert.IsType<CompensationNeed.With>(Behaviour("IssueCard").CompensationOf(Run(ExecutionStatus.Completed, "Issued")));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"CardNumber":"C-7","Why":"withdrawn"}"""), need.Inputs), need.Inputs.GetRawText());
    }

    [Theory]
    [InlineData("IssueCard", ExecutionStatus.Completed, "Refused", null, null)]
    [InlineData("IssueCard", ExecutionStatus.Completed, "Failed", null, null)]
    [InlineData("IssueCard", ExecutionStatus.Completed, "TimedOut", null, "unanswered")]
    [InlineData("IssueCard", ExecutionStatus.Running, null, null, "under-way")]
    [InlineData("IssueCard", ExecutionStatus.Canceled, null, null, "unanswered")]
    [InlineData("IssueCard", ExecutionStatus.Canceled, null, "input-missing", null)]
    [InlineData("IssueCard", ExecutionStatus.Faulted, null, "agency-timed-out", "unanswered")]
    [InlineData("IssueCard", ExecutionStatus.Faulted, null, "invalid", null)]
    [InlineData("Mark", ExecutionStatus.Completed, "Done", null, "no-rule")]
    [InlineData("Mark", ExecutionStatus.Completed, "Failed", null, null)]
    [InlineData("Look", ExecutionStatus.Completed, "Done", null, null)]
    [InlineData("Look", ExecutionStatus.Running, null, null, null)]
    public void What_was_not_done_or_is_not_known_is_told_apart(string operation, ExecutionStatus status, string? port, string? fault, string? reason) =>
        Assert.Equal(reason, (Behaviour(operation).CompensationOf(Run(status, port, fault)) as CompensationNeed.Impossible)?.Reason);

    [Theory]
    [InlineData("Revoked", null)]
    [InlineData("Kept", FaultCodes.CompensationRefused)]
    public void Only_an_outcome_that_means_undone_ends_a_compensation(string outcome, string? fault)
    {
        var turn = new RecordingTurn("{}");
        Behaviour("IssueCard").CompensatedBy!.Activity.Behaviour.Resume(
            turn, new Bookmark("b1", 4, "undo", "undo", BookmarkKind.Effect, null, null, null), new Resumption.ByEffect(outcome, JsonElement.Parse("{}")));
        Assert.Equal(fault is null ? [outcome] : [], turn.Outcomes);
        Assert.Equal(fault is null ? [] : [(fault, "sample")], turn.Faults.Select(one => (one.Code, one.Owner!)));
    }

    private static OperationBehaviour Behaviour(string operation) => new(Cards, Cards.Find(operation)!);

    private static ActivityExecution Run(ExecutionStatus status, string? port, string? fault = null) => new()
    {
        Id = 4,
        ActivityId = "a",
        NodeId = "Workflow1:a",
        Type = "Agency.Sample.IssueCard",
        Status = status,
        Outcomes = port is null ? [] : [port],
        Fault = fault is null ? null : new Fault(fault, "Expected it, but no; ask."),
        Inputs = JsonElement.Parse("""{"Person":"An"}"""),
        Outputs = JsonElement.Parse("""{"CardNumber":"C-7"}"""),
    };
}
