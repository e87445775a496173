using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Runtime.Tests.Definitions;

public sealed class DefinitionFileTests
{
    private const string Hand = """
        {
            "definitionId": "line",   "name": "Line",
            "root": { "id": "f", "type": "Elsa.Flowchart", "version": 1, "activities": [
                { "id": "a", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "một" } } },
                { "id": "b", "type": "Elsa.WriteLine", "version": 1, "count": 1.0 }
            ], "connections": [] }
        }
        """;

    public static TheoryData<string> Procedures =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository(), "workflows", "procedures"), "workflow.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository(), file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Procedures))]
    public void A_file_of_the_repository_that_was_read_and_is_written_again_is_the_same_to_the_byte(string path)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository(), path));
        Assert.True(file.AsSpan().SequenceEqual(DefinitionFile.Write(Stored(file), file).Span));
    }

    [Theory, MemberData(nameof(Procedures))]
    public void A_changed_name_changes_one_line_of_a_file_of_the_repository(string path)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository(), path));
        var changed = JsonObject.Create(Stored(file))!;
        changed["root"]!["activities"]![3]!["name"] = "RenamedByTheTest";

        var after = Lines(DefinitionFile.Write(JsonSerializer.SerializeToElement(changed), file));

        var before = Lines(file);
        Assert.Equal(before.Length, after.Length);
        Assert.Contains("RenamedByTheTest", Assert.Single(before.Zip(after), pair => pair.First != pair.Second).Second, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_by_hand_keeps_its_layout_around_a_change()
    {
        var changed = JsonObject.Create(Stored(Encoding.UTF8.GetBytes(Hand)))!;
        changed["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "hai";

        var after = Encoding.UTF8.GetString(DefinitionFile.Write(JsonSerializer.SerializeToElement(changed), Encoding.UTF8.GetBytes(Hand)).Span);

        Assert.Contains("\"value\": \"hai\"", after, StringComparison.Ordinal);
        Assert.Contains("""{ "id": "b", "type": "Elsa.WriteLine", "version": 1, "count": 1.0 }""", after, StringComparison.Ordinal);
        Assert.DoesNotContain("nodeId", after, StringComparison.Ordinal);
        Assert.False(after.EndsWith('\n'));
        Assert.Equal("hai", JsonElement.Parse(after).GetProperty("root").GetProperty("activities")[0].GetProperty("text").GetProperty("expression").GetProperty("value").GetString());
    }

    [Fact]
    public void Studio_s_own_bookkeeping_and_moves_change_nothing()
    {
        var file = Encoding.UTF8.GetBytes(Hand);
        var studio = JsonObject.Create(Stored(file))!;
        studio["id"] = "line:7";
        studio["version"] = 7;
        studio["isLatest"] = true;
        studio["createdAt"] = "2026-11-24T00:00:00Z";
        Assert.Equal(file, DefinitionFile.Write(JsonSerializer.SerializeToElement(studio), file).ToArray());

        var list = studio["root"]!["activities"]!.AsArray();
        var first = list[0];
        list.RemoveAt(0);
        list.Add(first);
        studio["description"] = "New";
        var text = Encoding.UTF8.GetString(DefinitionFile.Write(JsonSerializer.SerializeToElement(studio), file).Span);
        Assert.True(text.IndexOf("\"id\": \"a\"", StringComparison.Ordinal) < text.IndexOf("\"id\": \"b\"", StringComparison.Ordinal));
        Assert.DoesNotContain("line:7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_is_written_in_the_order_of_Elsa_and_reads_as_what_it_was_written_from()
    {
        var stored = Stored(Encoding.UTF8.GetBytes(Hand));
        var file = DefinitionFile.Write(stored, ReadOnlyMemory<byte>.Empty);

        Assert.StartsWith("{\n  \"$schema\": \"https://elsaworkflows.io/", Encoding.UTF8.GetString(file.Span), StringComparison.Ordinal);
        Assert.Equal("line", DefinitionFile.DefinitionIdOf(file));
        Assert.Equal(DefinitionContent.Hash(stored), DefinitionFile.ContentHashOf(file));
        Assert.Equal(file.ToArray(), DefinitionFile.Write(stored, file).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"definitionId":"line"}""")]
    [InlineData("[]")]
    public void What_holds_no_definition_has_no_id(string file) => Assert.Null(DefinitionFile.DefinitionIdOf(Encoding.UTF8.GetBytes(file)));

    /// <summary>As it would be in the database.</summary>
    private static JsonElement Stored(byte[] file)
    {
        var json = JsonElement.Parse(file);
        return DefinitionContent.Normalize(json, json.GetProperty("definitionId").GetString()!, before: null).Json;
    }

    private static string[] Lines(ReadOnlyMemory<byte> file) => Encoding.UTF8.GetString(file.Span).Split('\n');

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
