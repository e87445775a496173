using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Published workflows drawn as activities of others.</summary>
public sealed class WorkflowActivityTests
{
    private readonly InMemoryRuntime _runtime = new();

    [Fact]
    public void Its_descriptor_is_the_one_of_elsa()
    {
        var entry = WorkflowsAsActivities.Entry(Read(Part("birth registration-v2", Line("A"))), "birth", "birth:2", 2, isPublished: true);
        var descriptor = entry.Descriptor;
        Assert.Equal(("BirthRegistrationV2", 2, "Workflows", "birth registration-v2", "Action", true), (descriptor.TypeName, descriptor.Version, descriptor.Category, descriptor.DisplayName, descriptor.Kind, descriptor.IsBrowsable));
        Assert.Equal([("Root", true, false), ("Yes", false, true), ("No", false, true)], descriptor.Ports.Select(p => (p.Name, p.IsEmbedded, p.IsBrowsable)));
        Assert.Equal([("Amount", "Int32"), ("_Name", "String")], descriptor.Inputs.Select(i => (i.Name, i.TypeName)));
        Assert.Equal([("Note", "String")], descriptor.Outputs.Select(o => (o.Name, o.TypeName)));
        Assert.Equal("""{"RootType":"WorkflowDefinitionActivity","WorkflowDefinitionId":"birth","WorkflowDefinitionVersionId":"birth:2"}""", descriptor.CustomProperties.ToString());
        Assert.Equal("""{"WorkflowDefinitionId":"birth","WorkflowDefinitionVersionId":"birth:2","Version":2}""", descriptor.ConstructionProperties.ToString());
    }

    [Fact]
    public void It_sees_its_own_inputs_variables_and_activities_and_nothing_of_the_workflow_around_it()
    {
        Publish(Part("Part", Flowchart("fc", [Set("A", "V", JavaScript("getInput('Amount') + getInput('Name')")), Output("S", "Note", "getV() + (typeof variables.R) + (getOutputFrom('Z') ?? 'none')"), Line("Z")], ["A>S", "S>Z"]), "V:String:own"));
        var root = Flowchart("fc", [Line("A"), Sub("X", 5, "An"), Sub("Y", 6, "Binh")], ["A>X", "X>Y"]);
        Publish(Workflow(root, "outer", null, "R:String", "V:String:outer"));
        var id = _runtime.Start("outer", JsonSerializer.SerializeToElement(new { Amount = 99 }));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Equal("6Binhundefinednone", Variable(id, "R"));
        Assert.Equal("outer", Variable(id, "V"));
        Assert.Equal(["5Anundefinednone", "6Binhundefinednone"], _runtime[id].Executions.Values.Where(e => e.Type == "Part").Select(e => e.Outputs!.Value.Text("Note")!));
        Assert.Empty(_runtime[id].Outputs);
    }

    [Fact]
    public void It_waits_inside_the_case_that_uses_it_and_goes_on_by_its_outcome()
    {
        Publish(Part("Part", Flowchart("fc", [Event("E", "go"), Complete("No", "No")], ["E>No"])));
        Publish(Workflow(Flowchart("fc", [Sub("X", 1, "a"), Line("Y"), Line("N")], ["X.Yes>Y", "X.No>N"]), "outer", null, "R:String"));
        var id = _runtime.Start("outer");
        Assert.Equal("Workflow1:fc:X:Workflow1:fc:E", Assert.Single(_runtime[id].Bookmarks.Values).NodeId);
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, new DeliverEvent("go", null)));
        Assert.Equal(["fc", "X", "fc", "E", "No", "N"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
    }

    [Fact]
    public void A_break_inside_does_not_leave_the_loop_around_it()
    {
        Publish(Part("Part", Sequence("s", Line("A"), Activity("Elsa.Break", "B"), Line("C"))));
        Publish(Workflow(Activity("Elsa.For", "loop", ("start", Literal(1)), ("end", Literal(3)), ("body", Sub("X", 1, "a"))), "outer", null, "R:String"));
        var id = _runtime.Start("outer");
        Assert.Equal(3, _runtime[id].Executions.Values.Count(e => e.Type == "Part" && e.Status == ExecutionStatus.Completed));
        Assert.DoesNotContain(_runtime[id].Executions.Values, e => e.ActivityId == "C");
    }

    [Fact]
    public void Workflows_that_contain_themselves_are_refused_with_the_cycle_named()
    {
        Publish(Part("A", Line("a"), id: "a"));
        Publish(Part("B", Activity("A", "uses", ("workflowDefinitionId", "a")), id: "b"));
        var fault = Assert.Single(_runtime.Publish(Part("A", Activity("B", "uses", ("workflowDefinitionId", "b")), id: "a", version: 2)));
        Assert.Equal("workflow-cycle", fault.Code);
        Assert.Contains("'A' → 'B' → 'A'", fault.Message, StringComparison.Ordinal);
        Assert.Equal("$.root.root.type", fault.Path);
    }

    [Fact]
    public void A_version_that_is_not_here_becomes_the_newest_published_one_and_is_written_down()
    {
        Publish(Part("Part", Line("old")));
        Publish(Part("Part", Line("new"), version: 2));
        var drawn = Read(Workflow(Sequence("s", Sub("X", 1, "a", version: 7), Sub("Y", 1, "a", version: 1)), "outer", null, "R:String"));
        var uses = Compile(drawn).Uses;
        Assert.Equal([(2, false), (1, true)], uses.Select(u => (u.Version, u.IsAsWritten)));
        var pinned = Read(WorkflowUses.Pin(drawn, uses));
        Assert.Equal([(2, true), (1, true)], Compile(pinned).Uses.Select(u => (u.Version, u.IsAsWritten)));
        Assert.Equal("part-v2", pinned.Root!.Children[0].Json.Text("workflowDefinitionVersionId"));
    }

    [Fact]
    public void Its_incident_is_repaired_where_it_is_drawn()
    {
        Publish(Part("Part", Sequence("s", Activity("Elsa.Fault", "F", ("message", Literal("no"))), Line("A"))));
        Publish(Workflow(Sequence("s", Sub("X", 1, "a"), Line("Z")), "outer", null, "R:String"));
        var id = _runtime.Start("outer");
        var incident = Assert.Single(_runtime[id].Incidents.Values);
        Assert.Equal("Workflow1:s:X:Workflow1:s:F", incident.NodeId);
        Assert.IsType<Decision.Accepted>(_runtime.Send(id, new ResolveIncident(incident.Id, IncidentResolution.Overridden, "done by hand")));
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
        Assert.Equal(["s", "X", "s", "F", "A", "Z"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
    }

    private static JsonElement Part(string name, Dictionary<string, object?> root, string? variable = null, string id = "part", int version = 1)
    {
        var definition = JsonNode.Parse(Workflow(root, id, null, variable is null ? [] : [variable]).GetRawText())!;
        definition["id"] = $"{id}-v{version}";
        definition["name"] = name;
        definition["version"] = version;
        definition["options"] = new JsonObject { ["usableAsActivity"] = true };
        definition["inputs"] = JsonNode.Parse("""[{"type":"Int32","name":"Amount","displayName":"Amount"},{"type":"String","name":"Name"}]""");
        definition["outputs"] = JsonNode.Parse("""[{"type":"String","name":"Note"}]""");
        definition["outcomes"] = new JsonArray("Yes", "No");
        return JsonSerializer.SerializeToElement(definition);
    }

    private static Dictionary<string, object?> Sub(string id, int amount, string name, int version = 1)
    {
        var activity = Activity("Part", id, ("workflowDefinitionId", "part"), ("amount", Literal(amount)), ("_Name", Literal(name)), ("note", Bound("R")));
        activity["version"] = version;
        return activity;
    }

    private static Dictionary<string, object?> Output(string id, string name, string script) => Activity("Elsa.SetOutput", id, ("outputName", Literal(name)), ("outputValue", JavaScript(script)));

    private static Dictionary<string, object?> Complete(string id, string outcome) =>
        Activity("Elsa.Complete", id, ("outcomes", new { typeName = "Object", expression = new { type = "Object", value = $"[\"{outcome}\"]" } }));

    private static WorkflowDefinition Read(JsonElement json) => Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(json)).Definition;

    private CompiledWorkflow Compile(WorkflowDefinition definition) => Assert.IsType<CompilationResult.Compiled>(_runtime.Compiler.Compile(definition)).Workflow;

    private void Publish(JsonElement definition) => Assert.Empty(_runtime.Publish(definition));

    private string? Variable(CaseId id, string name) => _runtime[id].VariableOf(_runtime.WorkflowOf(id), name)?.GetString();
}
