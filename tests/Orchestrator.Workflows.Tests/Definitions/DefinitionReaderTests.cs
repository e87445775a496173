using System.Text;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Tests.Definitions;

public sealed class DefinitionReaderTests
{
    [Fact]
    public void A_wrapped_root_and_lists_written_as_values_are_read()
    {
        var definition = Read("""
            {"definitionId":"d","root":{"type":"Elsa.Workflow","id":"Workflow1","root":{"id":"F","type":"Elsa.Flowchart","version":1,
            "activities":{"$values":[{"id":"A","type":"Elsa.WriteLine","version":1}]}}},"variables":{"$values":[{"id":"v","name":"V","typeName":"Int32","isArray":true}]}}
            """);
        Assert.Equal(["F", "A"], definition.Activities.Select(a => a.Id));
        Assert.Equal("$.root.root.activities.$values[0]", definition.Activities.Last().Path);
        Assert.Equal("Int32[]", Assert.Single(definition.Variables).TypeName);
    }

    [Fact]
    public void A_list_of_one_written_as_an_object_is_read() =>
        Assert.Equal("V", Assert.Single(Read("""{"definitionId":"d","root":null,"variables":{"id":"v","name":"V"}}""").Variables).Name);

    [Fact]
    public void A_file_of_studio_keeps_the_paths_of_its_model() =>
        Assert.Equal("$.model.root", Read("""{"model":{"definitionId":"d","root":{"id":"F","type":"Elsa.Flowchart"}},"publish":true}""").Root!.Path);

    [Fact]
    public void Activities_in_slots_and_cases_are_found_and_expressions_are_not_taken_for_activities()
    {
        var definition = Read("""
            {"definitionId":"d","root":{"id":"S","type":"Elsa.Switch","version":1,"value":{"typeName":"Object","expression":{"type":"Literal","value":{"type":"x","id":"no"}}},
            "cases":[{"label":"a","condition":{"type":"Literal","value":true},"activity":{"id":"A","type":"Elsa.WriteLine","version":1}}],"default":{"id":"D","type":"Elsa.WriteLine","version":1}}}
            """);
        Assert.Equal(["Workflow1:S", "Workflow1:S:A", "Workflow1:S:D"], definition.Activities.Select(a => a.NodeId));
        Assert.Equal("A", definition.Root!.ChildAt("cases[0].activity")!.Id);
    }

    [Theory]
    [InlineData("", "not-json")]
    [InlineData("{", "not-json")]
    [InlineData("[]", "not-a-definition")]
    [InlineData("""{"a":1}""", "not-a-definition")]
    [InlineData("null", "not-a-definition")]
    public void What_is_not_a_definition_is_told(string json, string code) =>
        Assert.Equal(code, Assert.Single(Assert.IsType<DefinitionReading.Unreadable>(DefinitionReader.Read(Encoding.UTF8.GetBytes(json))).Faults).Code);

    [Theory]
    [InlineData("""{"root":{"id":"\ud83d"}}""", "$.root.id")]
    [InlineData("""{"root":{"a":[1,{"\ud83d":1}]}}""", "$.root.a[1]")]
    public void Text_that_is_none_is_refused_with_its_place(string json, string path)
    {
        var fault = Assert.Single(Assert.IsType<DefinitionReading.Unreadable>(DefinitionReader.Read(Encoding.UTF8.GetBytes(json))).Faults);
        Assert.Equal(("not-json", path), (fault.Code, fault.Path));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"root":""", 20_000)) + "1" + new string('}', 20_000);
        Assert.IsType<DefinitionReading.Unreadable>(DefinitionReader.Read(Encoding.UTF8.GetBytes(deep)));
    }

    private static WorkflowDefinition Read(string json) => Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(Encoding.UTF8.GetBytes(json))).Definition;
}
