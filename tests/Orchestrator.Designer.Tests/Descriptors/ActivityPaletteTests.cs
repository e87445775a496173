using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Designer.Tests.Descriptors;

public sealed class ActivityPaletteTests
{
    private readonly ActivityPalette palette = new(new ServiceCollection().AddWorkflowEngine().BuildServiceProvider().GetRequiredService<IActivityCatalog>());

    [Fact]
    public void Type_and_version_are_unique_because_Studio_breaks_on_a_duplicate()
    {
        var items = Items();

        Assert.Distinct(items.Select(item => (item.GetProperty("typeName").GetString(), item.GetProperty("version").GetInt32())));
        Assert.Contains(items, item => item.GetProperty("typeName").GetString() == "Elsa.NotFoundActivity" && !item.GetProperty("isBrowsable").GetBoolean());
        Assert.Contains(items, item => item.GetProperty("typeName").GetString() == "Elsa.Flowchart" && item.GetProperty("isContainer").GetBoolean());
    }

    [Fact]
    public void An_activity_has_every_member_that_an_Elsa_server_gives()
    {
        string[] expected =
        [
            "typeName", "namespace", "name", "version", "category", "displayName", "inputs", "outputs", "kind", "runAsynchronously", "ports",
            "customProperties", "constructionProperties", "isContainer", "isBrowsable", "isStart", "isTerminal",
        ];

        Assert.All(Items(), item => Assert.Empty(expected.Except(item.EnumerateObject().Select(member => member.Name))));
    }

    [Fact]
    public void A_slot_is_embedded_and_an_outcome_flows()
    {
        var choice = Items().Single(item => item.GetProperty("typeName").GetString() == "Elsa.If");
        var decision = Items().Single(item => item.GetProperty("typeName").GetString() == "Elsa.FlowDecision");

        Assert.Equal(["Then:Embedded", "Else:Embedded"], Ports(choice));
        Assert.Equal(["True:Flow", "False:Flow"], Ports(decision));
    }

    [Fact]
    public void The_compressed_copy_is_the_same_list()
    {
        var list = palette.Current();
        using var unpacked = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(list.Brotli), CompressionMode.Decompress)) brotli.CopyTo(unpacked);

        Assert.Equal(list.Json, unpacked.ToArray());
        Assert.True(list.Brotli.Length * 4 < list.Json.Length);
        Assert.Same(list, palette.Current());
    }

    private JsonElement[] Items() => [.. JsonElement.Parse(palette.Current().Json).GetProperty("items").EnumerateArray()];

    private static string[] Ports(JsonElement activity) =>
        [.. activity.GetProperty("ports").EnumerateArray().Select(port => $"{port.GetProperty("name").GetString()}:{port.GetProperty("type").GetString()}")];
}
