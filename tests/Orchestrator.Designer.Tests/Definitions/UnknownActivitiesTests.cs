using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Definitions;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Tests.Definitions;

public sealed class UnknownActivitiesTests
{
    // Members in an order of its own, numbers as its tool writes them, and something inside that looks like an activity.
    private const string Strange = """{"type":"Vendor.Oracle","id":"Strange","version":7,"rest":{"deep":[{"kept":true,"nothing":null}],"rate":1.0,"large":12345678901234567890},"metadata":{"designer":{"position":{"x":600,"y":60}},"colour":"red"},"then":{"type":"Vendor.Child","id":"Child","version":1}}""";

    private readonly IActivityCatalog _catalog = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider().GetRequiredService<IActivityCatalog>();

    [Theory]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","id":"F","version":1,"activities":[{"type":"Elsa.Start","id":"S","version":1},STRANGE],"connections":[{"source":{"activity":"S","port":"Done"},"target":{"activity":"Strange","port":"In"}}]}}""")]
    [InlineData("""{"root":{"type":"Elsa.Sequence","id":"Q","version":1,"activities":[{"type":"Elsa.If","id":"I","version":1,"then":STRANGE}]}}""")]
    [InlineData("""{"root":STRANGE}""")]
    public void What_is_not_known_comes_back_as_it_was_written(string form)
    {
        var written = form.Replace("STRANGE", Strange, StringComparison.Ordinal);

        var hidden = Hide(written);

        Assert.Contains("\"missingTypeName\":\"Vendor.Oracle\"", hidden.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(written, UnknownActivities.Restore(hidden).GetRawText());
    }

    [Fact]
    public void Its_place_on_the_diagram_is_where_it_was_moved_to_and_nothing_else_changes()
    {
        var hidden = JsonNode.Parse(Hide(InFlowchart(Strange)).GetRawText())!;
        hidden["root"]!["activities"]![0]!["metadata"]!["designer"]!["position"]!["x"] = 100;

        Assert.Equal(InFlowchart(Strange.Replace("\"x\":600", "\"x\":100", StringComparison.Ordinal)), UnknownActivities.Restore(JsonSerializer.SerializeToElement(hidden)).GetRawText());
    }

    [Fact]
    public void A_version_that_is_not_known_is_hidden_too() =>
        Assert.Contains("\"missingTypeVersion\":99", Hide(InFlowchart("""{"type":"Elsa.WriteLine","id":"W","version":99}""")).GetRawText(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"Elsa.NotFoundActivity","id":"N","version":1}""")]
    [InlineData("""{"type":"Elsa.NotFoundActivity","id":"N","version":1,"originalActivityJson":"{"}""")]
    [InlineData("""{"type":"Elsa.NotFoundActivity","id":"N","version":1,"originalActivityJson":"[1]"}""")]
    public void A_placeholder_without_its_original_stays_one(string placeholder)
    {
        var written = InFlowchart(placeholder);

        Assert.Equal(written, UnknownActivities.Restore(JsonElement.Parse(written)).GetRawText());
        Assert.Equal(written, Hide(written).GetRawText());
    }

    private JsonElement Hide(string json) => UnknownActivities.Hide(((DefinitionReading.Read)DefinitionReader.Read(JsonElement.Parse(json))).Definition, _catalog);

    private static string InFlowchart(string activity) => $$$"""{"root":{"type":"Elsa.Flowchart","id":"F","version":1,"activities":[{{{activity}}}],"connections":[]}}""";
}
