using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Tests.Execution;

namespace Orchestrator.Workflows.Tests.Definitions;

public sealed class DefinitionRoundTripTests
{
    private static readonly string Captured = Path.Combine(AppContext.BaseDirectory, "Captured");

    /// <summary>Every captured file that holds a definition; two of them are requests of another kind.</summary>
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Captured, "*.json").Select(f => Path.GetFileName(f)).Where(f => !f.EndsWith("-request.json", StringComparison.Ordinal) && !f.EndsWith("-response.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_captured_definition_is_written_as_it_was_read(string file)
    {
        var original = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Captured, file))).RootElement;
        var definition = Read(original);
        var written = JsonDocument.Parse(DefinitionWriter.Write(definition)).RootElement;
        Assert.True(JsonElement.DeepEquals(definition.Path == "$" ? original : original.GetProperty("model"), written));
        Assert.NotEmpty(definition.DefinitionId ?? "new");
    }

    /// <summary>Every procedure of the product, and every definition that a recorded case of Elsa runs.</summary>
    public static TheoryData<string> Drawn =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Procedures"), "workflow.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "ElsaCases"), "*.json"))
            .Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_procedure_and_a_recorded_case_are_written_as_they_were_read(string file)
    {
        var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file))).RootElement;
        var definitions = Definitions(json).ToList();
        Assert.NotEmpty(definitions);
        foreach (var original in definitions)
        {
            var written = DefinitionWriter.Write(Read(original));
            Assert.True(JsonElement.DeepEquals(original, JsonDocument.Parse(written).RootElement), file);
            Assert.Equal(written, DefinitionWriter.Write(Read(JsonDocument.Parse(written).RootElement)));
        }
    }

    [Property(Arbitrary = [typeof(RandomDefinitions)], MaxTest = 50)]
    public void A_random_definition_is_written_as_it_was_read_and_the_same_again(RandomDefinition definition)
    {
        var original = definition.Draw();
        var written = DefinitionWriter.Write(Read(original));
        Assert.True(JsonElement.DeepEquals(original, JsonDocument.Parse(written).RootElement));
        Assert.Equal(written, DefinitionWriter.Write(Read(JsonDocument.Parse(written).RootElement)));
    }

    [Fact]
    public void One_changed_value_changes_one_line()
    {
        var before = Lines(Draw.Workflow(Draw.Sequence("seq", Draw.Line("A"), Draw.Line("B"))));
        var after = Lines(Draw.Workflow(Draw.Sequence("seq", Draw.Line("A"), Draw.Activity("Elsa.WriteLine", "B", ("text", Draw.Literal("Hồ sơ"))))));
        var changed = Assert.Single(before.Zip(after), l => l.First != l.Second);
        Assert.Contains("Hồ sơ", changed.Second, StringComparison.Ordinal);
        Assert.Equal(before.Length, after.Length);
    }

    [Fact]
    public void The_order_of_members_in_a_file_does_not_matter()
    {
        var one = JsonDocument.Parse("""{"root":{"type":"Elsa.Flowchart","version":1,"id":"F"},"name":"x","definitionId":"x"}""").RootElement;
        var two = JsonDocument.Parse("""{"definitionId":"x","name":"x","root":{"id":"F","version":1,"type":"Elsa.Flowchart"}}""").RootElement;
        Assert.Equal(DefinitionWriter.Write(Read(one)), DefinitionWriter.Write(Read(two)));
    }

    [Fact]
    public void Node_ids_are_the_path_of_ids_from_the_workflow()
    {
        var definition = Read(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Captured, "exported-by-elsa-3.8-server.json"))).RootElement);
        foreach (var activity in definition.Activities) Assert.Equal(activity.Json.GetProperty("nodeId").GetString(), activity.NodeId);

        var nested = Read(Draw.Workflow(Draw.Sequence("seq", Draw.Activity("Elsa.If", "I", ("then", Draw.Line("T"))))));
        var root = DefinitionWriter.WithNodeIds(nested).GetProperty("root");
        Assert.Equal("Workflow1:seq", root.GetProperty("nodeId").GetString());
        Assert.Equal("Workflow1:seq:I:T", root.GetProperty("activities")[0].GetProperty("then").GetProperty("nodeId").GetString());
    }

    /// <summary>The objects that are definitions, wherever a file holds them.</summary>
    private static IEnumerable<JsonElement> Definitions(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("root", out var root) && root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out _) => [json],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Definitions(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Definitions),
        _ => [],
    };

    private static string[] Lines(JsonElement definition) => Encoding.UTF8.GetString(DefinitionWriter.Write(Read(definition))).Split('\n');

    private static WorkflowDefinition Read(JsonElement json) => Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(json)).Definition;
}
