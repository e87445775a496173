using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Versions;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies.Tests.Catalog;

public sealed class DocumentVersionTests : IDisposable
{
    private readonly string _workflows = Directory.CreateTempSubdirectory("versions-").FullName;

    public void Dispose() => Directory.Delete(_workflows, recursive: true);

    [Fact]
    public void Each_version_has_activities_of_its_own_and_only_the_newest_is_in_the_palette()
    {
        Write("openapi.yaml", Document(2, "/new", "Call", "Extra"));
        Write("versions/1.yaml", Document(1, "/old", "Call", "Gone"));

        var entries = new ActivityCatalog([new OperationActivities(Load())]).Entries;

        Assert.Equal(
            ["Agency.Office.Call 1 False", "Agency.Office.Call 2 True", "Agency.Office.Extra 2 True", "Agency.Office.Gone 1 False"],
            entries.Select(entry => $"{entry.Descriptor.TypeName} {entry.Descriptor.Version} {entry.Descriptor.IsBrowsable}"));
    }

    [Theory]
    [InlineData("""{"agency":"office","operation":"Call","version":1}""", "/old/Call")]
    [InlineData("""{"agency":"office","operation":"Call","version":2}""", "/new/Call")]
    [InlineData("""{"agency":"office","operation":"Call"}""", "/old/Call")]
    [InlineData("""{"agency":"office","operation":"Gone","version":1}""", "/old/Gone")]
    [InlineData("""{"agency":"office","operation":"Gone","version":2}""", null)]
    [InlineData("""{"agency":"office","operation":"Call","version":3}""", null)]
    public void A_case_calls_what_the_version_says_that_it_was_drawn_with(string payload, string? path)
    {
        Write("openapi.yaml", Document(2, "/new", "Call", "Extra"));
        Write("versions/1.yaml", Document(1, "/old", "Call", "Gone"));

        Assert.Equal(path, Load().Find(JsonElement.Parse(payload))?.Operation.Path);
    }

    [Theory]
    [InlineData("openapi: 3.1.0\npaths: [")]
    [InlineData(null)]
    public void A_broken_or_removed_document_leaves_the_earlier_ones_working(string? newest)
    {
        if (newest is not null)
            Write("openapi.yaml", newest);
        Write("versions/1.yaml", Document(1, "/old", "Call"));

        var catalog = Load();

        Assert.Null(catalog.Find("office"));
        Assert.NotNull(catalog.Find(JsonElement.Parse("""{"agency":"office","operation":"Call","version":1}""")));
    }

    [Theory]
    [InlineData(2, "versions/a.yaml", 2, "below 2")]
    [InlineData(2, "versions/a.yaml", null, "state its version")]
    public void An_earlier_document_that_is_none_is_reported_and_left_out(int newest, string file, int? earlier, string message)
    {
        Write("openapi.yaml", Document(newest, "/new", "Call"));
        Write(file, Document(earlier, "/old", "Call"));

        var catalog = Load();

        Assert.Contains(message, Assert.Single(catalog.Faults).Message, StringComparison.Ordinal);
        Assert.Empty(catalog.Earlier);
    }

    private AgencyCatalog Load() => AgencyCatalog.Load(new AgencyFolder(_workflows), NullLogger.Instance);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_workflows, "agencies", "office", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Document(int? version, string path, params string[] operations) => $"""
        openapi: 3.1.0
        info: {"{"} title: Office, version: '1', x-agency: {"{"} code: office{(version is null ? "" : $", version: {version}")} {"}"} {"}"}
        paths:
        {string.Join('\n', operations.Select(operation => $"  {path}/{operation}: {{ post: {{ operationId: {operation}, responses: {{ '200': {{ description: ok }} }} }} }}"))}
        """;
}
