using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Reconciliation;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Tests.Documents;

namespace Orchestrator.Agencies.Tests.Reconciliation;

/// <summary>What counts as a difference between an agency and a case.</summary>
public sealed class CallComparisonTests
{
    private static readonly AgencyDocument Registry = Samples.Read("""
        openapi: 3.1.0
        info: { title: Registry, version: '1' }
        paths:
          /entries:
            post:
              operationId: Register
              x-callback-url: { header: X-Callback-Url }
              x-poll: { operationId: GetRequest, after: PT5M, parameter: { id: /id } }
              x-status-inquiry: { operationId: Find, compare: { /outcome: { output: /outcome }, /number: { output: /number } }, absent: Unknown }
              x-reply-classes:
                - { pointer: /outcome, equals: registered, class: done, outcome: Registered }
                - { pointer: /outcome, equals: processing, class: accepted }
              requestBody: { content: { application/json: { schema: { type: object, properties: { dossier: { type: string } } } } } }
              responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { outcome: { type: string }, number: { type: string } } } } } } }
          /entries/{dossier}:
            get:
              operationId: Find
              x-reply-classes: [ { status: 200, class: done, outcome: Known }, { status: 404, class: done, outcome: Unknown }, { status: 503, class: down } ]
              parameters: [ { name: dossier, in: path, required: true, schema: { type: string } } ]
              responses: { '200': { description: ok } }
          /requests/{id}:
            get:
              operationId: GetRequest
              parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
              responses: { '200': { description: ok } }
        """).Document!;

    [Theory]
    [InlineData("""{"Outcome":"registered","Number":"7"}""", 200, """{"outcome":"registered","number":"7"}""", null, null, "")]
    [InlineData("""{"Outcome":"registered","Number":"7"}""", 200, """{"outcome":"registered","number":"8"}""", DifferenceKind.Different, RepairKind.None, "/number")]
    [InlineData("""{"Outcome":"registered","Number":"7"}""", 200, """{"outcome":"cancelled"}""", DifferenceKind.Different, RepairKind.None, "/outcome /number")]
    [InlineData("""{"Outcome":"registered"}""", 200, """{"outcome":"registered","number":null}""", null, null, "")]
    [InlineData("""{"Outcome":"registered","Number":"7"}""", 404, "{}", DifferenceKind.UnknownThere, RepairKind.SendAgain, "")]
    [InlineData(null, 200, """{"outcome":"registered","number":"7"}""", DifferenceKind.AnsweredThere, RepairKind.AskAgain, "")]
    [InlineData(null, 200, """{"outcome":"processing"}""", null, null, "")]
    [InlineData(null, 404, "{}", null, null, "")]
    public void Both_sides_are_compared_by_the_documents_rule(string? outputs, int status, string answer, DifferenceKind? kind, RepairKind? repair, string places)
    {
        var found = (Compare(outputs, status, answer) as Comparison.Differs)?.Difference;

        Assert.Equal((kind, repair), (found?.Kind, found?.Repair));
        Assert.Equal(places, string.Join(' ', found?.Places ?? []));
    }

    [Fact]
    public void An_agency_that_is_down_or_says_nothing_clear_is_no_difference()
    {
        Assert.IsType<Comparison.Down>(Compare("{}", 503, ""));
        Assert.IsType<Comparison.Unclear>(Compare("{}", 400, "{}"));
    }

    [Theory]
    [InlineData(DifferenceKind.UnknownThere, RepairKind.SendAgain)]
    [InlineData(DifferenceKind.AnsweredThere, RepairKind.AskAgain)]
    [InlineData(DifferenceKind.AnsweredThere, RepairKind.None)]
    [InlineData(DifferenceKind.Different, RepairKind.None)]
    public void Every_difference_says_in_both_languages_what_to_do(DifferenceKind kind, RepairKind repair)
    {
        var text = new Difference(kind, repair, ["/number"]).Text(Registry, Registry.Find("Register")!);

        Assert.StartsWith("Expected ", text.En, StringComparison.Ordinal);
        Assert.Contains("hãy", text.Vi, StringComparison.Ordinal);
        Assert.Equal(kind == DifferenceKind.Different, text.En.Contains("/number", StringComparison.Ordinal));
    }

    private static Comparison Compare(string? outputs, int status, string answer)
    {
        var reply = new Reply(ReplySource.Response, status, answer);
        return CallComparison.Compare(
            Registry.Find("Register")!, JsonElement.Parse("""{"Dossier":"d"}"""), outputs is null ? null : JsonElement.Parse(outputs), reply, ReplyClassifier.Classify(Registry.Find("Find")!.Replies, reply));
    }
}
