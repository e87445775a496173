using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Replies;
using Orchestrator.Simulators.Mocks;
using Orchestrator.Simulators.Tests.Content;

namespace Orchestrator.Simulators.Tests.Mocks;

public sealed class AnswerGeneratorTests
{
    private const int Seeds = 25;

    public static TheoryData<string> Agencies => [.. Repository.Agencies];

    [Theory]
    [MemberData(nameof(Agencies))]
    public void Every_outcome_of_every_operation_of_the_product_has_an_answer_that_its_document_accepts(string agency)
    {
        var document = Product(agency);
        Assert.NotEmpty(document.Agency.Operations);
        foreach (var operation in document.Agency.Operations.Where(operation => operation.IsActivity))
        {
            foreach (var outcome in operation.Outcomes)
            {
                for (var seed = 0; seed < Seeds; seed++)
                {
                    var answer = AnswerGenerator.Final(document, operation.Id, seed, outcome);
                    Assert.True(answer is not null, $"{operation.Id} has no answer {outcome}.");
                    Assert.Equal(outcome, answer.Outcome);
                    AssertValid(operation, answer);
                }
            }
        }
    }

    [Theory]
    [InlineData(ForeignDocuments.Library, "getReader")]
    [InlineData(ForeignDocuments.Library, "lend")]
    [InlineData(ForeignDocuments.Weather, "reports")]
    public void Answers_of_foreign_documents_meet_their_schemas(string text, string operationId)
    {
        var document = ForeignDocuments.Read(text);
        for (var seed = 0; seed < Seeds * 4; seed++)
            AssertValid(document.Agency.Find(operationId)!, AnswerGenerator.Final(document, operationId, seed)!);
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer_and_another_seed_another()
    {
        var document = ForeignDocuments.Read(ForeignDocuments.Library);
        Assert.Equal(Text(document, "getReader", 7), Text(ForeignDocuments.Read(ForeignDocuments.Library), "getReader", 7));
        Assert.NotEqual(Text(document, "getReader", 7), Text(document, "getReader", 8));
    }

    [Fact]
    public void An_example_is_used_as_it_is_and_only_for_what_it_means()
    {
        var document = ForeignDocuments.Read(ForeignDocuments.Weather);
        Assert.Equal("""{"result":{"state":"taken"},"by":"the example"}""", Text(document, "warn", 3));
        var known = AnswerGenerator.Final(document, "warn", 3, "Known")!;
        Assert.Contains("already known", known.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((409, "Conflict"), (AnswerGenerator.Final(document, "warn", 3, "Conflict")!.Status, AnswerGenerator.Final(document, "warn", 3, "Conflict")!.Outcome));
    }

    [Fact]
    public void What_the_document_does_not_know_has_no_answer()
    {
        var document = ForeignDocuments.Read(ForeignDocuments.Weather);
        Assert.Null(AnswerGenerator.Final(document, "warn", 1, "Burnt"));
        Assert.Null(AnswerGenerator.Final(document, "no-such", 1));
    }

    [Fact]
    public void What_was_asked_about_is_named_in_the_answer_and_outputs_have_the_names_of_the_activity()
    {
        var document = ForeignDocuments.Read(ForeignDocuments.Library);
        var answer = AnswerGenerator.Final(document, "getReader", 1, request: new JsonObject { ["readerId"] = 4711 })!;
        Assert.Equal(4711, (int)answer.Body!["readerId"]!);
        Assert.Equal(4711, answer.Outputs.GetProperty("ReaderId").GetInt32());
    }

    [Fact]
    public void An_application_can_be_made_from_the_schema_of_every_procedure()
    {
        foreach (var procedure in Repository.Procedures)
        {
            using var schema = JsonDocument.Parse(File.ReadAllText(Repository.Procedure(procedure, "application.schema.json")));
            var application = Assert.IsType<JsonObject>(SchemaSample.Of(schema.RootElement, 1));
            Assert.All(schema.RootElement.GetProperty("required").EnumerateArray(), member => Assert.True(application.ContainsKey(member.GetString()!)));
        }
    }

    private static string Text(MockDocument document, string operation, int seed) => AnswerGenerator.Final(document, operation, seed)!.Body!.ToJsonString();

    // The same check that the orchestrator makes of what real agencies answer.
    private static void AssertValid(Orchestrator.Agencies.Documents.AgencyOperation operation, MockAnswer answer)
    {
        var reply = new Reply(answer.Status is null ? ReplySource.Callback : ReplySource.Response, answer.Status, answer.Body?.ToJsonString() ?? "");
        var checkedMeaning = AnswerCheck.Apply(operation, reply, ReplyClassifier.Classify(operation.Replies, reply));
        Assert.True(checkedMeaning.Class is ReplyClass.Done or ReplyClass.AlreadyDone, $"{operation.Id}: {checkedMeaning.Reason} {reply.Body}");
    }

    private static MockDocument Product(string agency)
    {
        var (document, faults) = MockDocument.Read(File.ReadAllText(Repository.Agency(agency)), agency, agency);
        Assert.Empty(faults);
        return document!;
    }
}
