using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Tests.Catalog;

/// <summary>Studio draws from descriptors: those of Elsa's own activities must say what an Elsa 3.8 server says.</summary>
public sealed class BuiltInDescriptorTests
{
    private static readonly Dictionary<string, JsonElement> Recorded =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Captured", "elsa-activities-response.json"))).RootElement
            .GetProperty("items").EnumerateArray().ToDictionary(d => d.GetProperty("typeName").GetString()!, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> ElsaTypes => Recorded.Keys;

    public static TheoryData<string> Types => [.. new BuiltInActivities().Load().Select(e => e.Descriptor.TypeName).Where(type => type.StartsWith("Elsa.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_built_in_activity_looks_to_studio_as_in_elsa(string type)
    {
        var ours = new BuiltInActivities().Load().Select(e => e.Descriptor).Single(d => d.TypeName == type);
        var elsa = Recorded[type];
        Assert.Equal(
            (elsa.Text("category"), elsa.Text("kind"), elsa.Flag("isContainer"), elsa.Flag("isStart"), elsa.Flag("isTerminal"), elsa.Number("version", 0)),
            (ours.Category, ours.Kind, ours.IsContainer, ours.IsStart, ours.IsTerminal, ours.Version));
        Assert.Equal(Names(elsa, "outputs"), ours.Outputs.Select(o => o.Name));
        Assert.Equal(elsa.GetProperty("ports").EnumerateArray().Select(p => (p.Text("name")!, p.Text("type") == "Embedded")), ours.Ports.Select(p => (p.Name, p.IsEmbedded)));
        foreach (var input in elsa.GetProperty("inputs").EnumerateArray())
        {
            var same = Assert.Single(ours.Inputs, i => i.Name == input.Text("name"));
            Assert.Equal(input.Flag("isWrapped"), same.IsWrapped);
            if (!input.Text("typeName")!.StartsWith("Unregistered", StringComparison.Ordinal)) Assert.Equal((type, same.Name, input.Text("typeName")), (type, same.Name, same.TypeName));

            // Elsa asks for a drop-down without items where a map or list is wanted; nobody could choose anything in it.
            if (same.UiSpecifications is not null || input.Text("uiHint") != "dropdown") Assert.Equal((same.Name, input.Text("uiHint")), (same.Name, same.UiHint));
            if (!input.Member("defaultValue").IsAbsent()) Assert.Equal(input.Member("defaultValue").ToString(), same.DefaultValue?.ToString());
        }

        Assert.Equal(Names(elsa, "inputs").Order(StringComparer.Ordinal), ours.Inputs.Select(i => i.Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement descriptor, string list) => descriptor.GetProperty(list).EnumerateArray().Select(i => i.Text("name")!);
}
