using System.Text;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Agencies.Tests.Changes;

public sealed class DocumentComparisonTests
{
    private const string Drawn = """
        {"definitionId":"d","root":{"type":"Elsa.Flowchart","version":1,"id":"F","activities":[
          {"type":"Agency.TestRegistry.RegisterEntry","version":1,"id":"R","name":"Register1",
           "kind":{"expression":{"type":"Literal","value":"birth"}},"entryNumber":{"memoryReference":{"id":"v"}}},
          {"type":"Elsa.WriteLine","version":1,"id":"W"}],
         "connections":[{"source":{"activity":"R","port":"Registered"},"target":{"activity":"W","port":"In"}}]}}
        """;

    [Fact]
    public void The_same_document_has_no_differences() => Assert.Empty(DocumentComparison.Of(Samples.RegistryDocument, Samples.RegistryDocument));

    [Theory]
    [InlineData("required: [person]", "required: [person, tags]", "Breaks", "Input Tags of RegisterEntry is required now.")]
    [InlineData("copies: { type: integer, format: int32 }", "copies: { type: string }", "Breaks", "Input Copies of RegisterEntry was Integer (int32) and is Text.")]
    [InlineData("enum: [birth, death]", "enum: [birth]", "Breaks", "Input Kind of RegisterEntry does not take 'death' any more.")]
    [InlineData("enum: [birth, death]", "enum: [birth, death, marriage]", "", "")]
    [InlineData("tags: { type", "labels: { type", "Breaks", "Input Tags of RegisterEntry is gone.")]
    [InlineData("tags: { type", "labels: { type", "Adds", "Input Labels of RegisterEntry is new.")]
    [InlineData("reason: { type: string }", "reason: { type: object }", "Breaks", "Output Reason of RegisterEntry was Text and is Object.")]
    [InlineData("class: done, outcome: Refused", "class: done, outcome: Rejected", "Breaks", "Outcome Refused of RegisterEntry never comes any more.")]
    [InlineData("class: done, outcome: Refused", "class: done, outcome: Rejected", "Changes", "Outcome Rejected of RegisterEntry is new: where it is not drawn, it leads nowhere.")]
    [InlineData("x-deadline: P10D", "x-deadline: P9D", "Changes", "The deadline of RegisterEntry is another one.")]
    [InlineData("status: 425, class: not-yet", "status: 425, class: invalid", "Changes", "The meaning of replies of RegisterEntry is another one.")]
    [InlineData("operationId: RemoveEntry\n", "operationId: RemoveEntry\n      x-no-activity: true\n", "Breaks", "RemoveEntry is no activity any more.")]
    public void Every_difference_says_what_it_means(string part, string replacement, string kind, string message)
    {
        var after = Samples.ReadWith(part, replacement).Document!;

        var changes = DocumentComparison.Of(Samples.RegistryDocument, after);

        if (message.Length == 0)
            Assert.Empty(changes);
        else
            Assert.Contains(changes, change => change.Kind.ToString() == kind && change.Message == message);
    }

    [Theory]
    [InlineData("enum: [birth, death]", "enum: [birth]", "Input Kind of RegisterEntry does not take 'death' any more.")]
    [InlineData("required: [person]", "required: [person, tags]", "Input Tags of RegisterEntry is required now.")]
    [InlineData("required: [kind]", "required: [kind, witness]", "Input Witness of RegisterEntry is required now.")]
    [InlineData("entryNumber: { type: string }", "entryNumber: { type: integer }", "Output EntryNumber of RegisterEntry was Text and is Integer.")]
    [InlineData("copies: { type: integer, format: int32 }", "copies: { type: string }", null)]
    [InlineData("reason: { type: string }", "reason: { type: object }", null)]
    [InlineData("class: done, outcome: Refused", "class: done, outcome: Registered", null)]
    [InlineData("operationId: RemoveEntry\n", "operationId: RemoveEntry\n      x-no-activity: true\n", null)]
    public void A_definition_is_met_by_what_it_uses_and_by_nothing_else(string part, string replacement, string? broken)
    {
        var after = Samples.ReadWith(part, replacement).Document!;
        var definition = Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(Encoding.UTF8.GetBytes(Drawn))).Definition;

        var impacts = ChangeImpacts.On(definition, Samples.RegistryDocument, DocumentComparison.Of(Samples.RegistryDocument, after))
            .Where(impact => impact.Change.Kind == ChangeKind.Breaks).ToList();

        Assert.Equal(broken, impacts.SingleOrDefault()?.Change.Message);
        Assert.All(impacts, impact => Assert.Equal(("Register1", "$.root.activities[0]"), (impact.Activity, impact.Path)));
    }
}
