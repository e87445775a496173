using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NJsonSchema;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Exports;

public sealed class EventLogExportTests(ClusterOfTheRun cluster)
{
    private static readonly XNamespace Xes = "http://www.xes-standard.org/";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task OCEL_fits_the_schema_and_read_again_has_the_events_and_objects_of_the_journal(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var kinds = await FilledAsync(node);
        var text = await ExportAsync(node, ExportFormat.Ocel);

        var schema = await JsonSchema.FromJsonAsync(Resource("ocel20.schema.json"), Stop);
        Assert.Empty(schema.Validate(text));
        using var log = JsonDocument.Parse(text);
        var events = log.RootElement.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(kinds, events.CountBy(one => Attribute(one, "kind")).OrderBy(kind => kind.Key, StringComparer.Ordinal));
        Assert.Distinct(events.Select(one => one.GetProperty("id").GetString()));

        // Everything that is referred to is there, once, and of a type that is declared.
        var objects = log.RootElement.GetProperty("objects").EnumerateArray().ToList();
        var ids = objects.Select(one => one.GetProperty("id").GetString()!).ToList();
        Assert.Distinct(ids);
        Assert.Subset(ids.ToHashSet(), events.Concat(objects).SelectMany(one => one.GetProperty("relationships").EnumerateArray()).Select(to => to.GetProperty("objectId").GetString()!).ToHashSet());
        Assert.Subset(Names(log, "objectTypes"), objects.Select(one => one.GetProperty("type").GetString()!).ToHashSet());
        Assert.Equal(Names(log, "eventTypes"), events.Select(one => one.GetProperty("type").GetString()!).ToHashSet());

        // Two dossiers of one person, one of another.
        Assert.Equal((3, 2), (objects.Count(one => Type(one) == "case"), objects.Count(one => Type(one) == "person")));
        Assert.DoesNotContain("001099000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Người thứ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XES_fits_the_schema_and_has_a_trace_of_each_case_with_all_its_entries()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var kinds = await FilledAsync(node);
        var text = await ExportAsync(node, ExportFormat.Xes);

        var faults = new List<string>();
        var schemas = new XmlSchemaSet();
        // The published schema has no namespace; documents have one, so it is taken into a schema that has it.
        using (var xsd = XmlReader.Create(new StringReader(Resource("xes.xsd"))))
            schemas.Add(new XmlSchema { TargetNamespace = Xes.NamespaceName, ElementFormDefault = XmlSchemaForm.Qualified, Includes = { new XmlSchemaInclude { Schema = XmlSchema.Read(xsd, null) } } });
        var document = XDocument.Parse(text);
        document.Validate(schemas, (_, fault) => faults.Add(fault.Message));
        Assert.Empty(faults);
        Assert.Equal(3, document.Root!.Elements(Xes + "trace").Count());
        Assert.Equal(kinds, document.Descendants(Xes + "event").CountBy(one => Value(one, "kind")).OrderBy(kind => kind.Key, StringComparer.Ordinal));
        Assert.All(document.Descendants(Xes + "event"), one => Assert.NotNull(Value(one, "time:timestamp")));
    }

    [Fact]
    public async Task CSV_has_a_line_for_each_entry_in_order_and_runs_no_formula()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        await FilledAsync(node);
        var lines = (await ExportAsync(node, ExportFormat.Csv)).TrimEnd().Split("\r\n");

        Assert.StartsWith("\uFEFFcase_id,number,", lines[0], StringComparison.Ordinal);
        var expected = new List<string>();
        await foreach (var entry in node.Get<IJournalScan>().ReadAllAsync(Stop)) expected.Add($"{entry.CaseId} {entry.Sequence} {Convert.ToHexStringLower(entry.Hash.Span)}");
        Assert.Equal(expected, lines.Skip(1).Select(line => line.Split(',')).Select(cells => $"{cells[0]} {cells[5]} {cells[^1]}"));

        using var output = new MemoryStream();
        var writer = new CsvWriter(output);
        await writer.BeginAsync(Stop);
        var told = new TraceEvent { Sequence = 1, At = DateTimeOffset.UnixEpoch, Kind = "ActivityStarted", Actor = "system:a", Activity = "=1+\"2\"", Transition = "start", Hash = "00" };
        await writer.EventAsync(new TracedCase(default, null, "d", null, null, []), told, Stop);
        await writer.EndAsync(Stop);
        Assert.Contains(",\"'=1+\"\"2\"\"\",", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Only_the_cases_that_were_asked_for_are_exported_and_they_whole(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        await FilledAsync(node);
        var whole = await LinesAsync(CaseSelection.All);
        foreach (var (selection, numbers) in ((CaseSelection, string[])[])
        [
            (new CaseSelection { Procedure = "9.999" }, ["H0", "H1", "H2"]), (new CaseSelection { Procedure = "1.111" }, []),
            (new CaseSelection { Localities = ["00002", "00003"] }, ["H1", "H2"]),
            (new CaseSelection { From = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(7)), To = new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.FromHours(7)) }, ["H0"]),
        ])
        {
            var lines = await LinesAsync(selection);
            Assert.Equal(whole.Where(line => numbers.Contains(line.Split(',')[1])), lines);
        }

        async Task<IReadOnlyList<string>> LinesAsync(CaseSelection selection)
        {
            using var output = new MemoryStream();
            await node.Get<EventLogExport>().WriteAsync(ExportFormat.Csv, selection, output, Stop);
            return [.. Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split("\r\n").Skip(1)];
        }
    }

    /// <summary>Three dossiers, two of one person; one goes on, and its agency fails before it answers.</summary>
    private static async Task<IEnumerable<KeyValuePair<string, int>>> FilledAsync(AuditedNode node)
    {
        var cases = new List<CaseId>();
        foreach (var person in (string[])["001099000001", "001099000001", "001199000002"])
            cases.Add(await node.StartCaseAsync(new { DossierNumber = $"H{cases.Count}", ProcedureCode = "9.999", Locality = $"0000{cases.Count + 1}", ReceivedAt = $"2026-03-0{cases.Count + 2}T08:00:00+07:00", Promise = new { Date = "2026-03-05", WorkingDays = 3, LegalBasis = "test" }, Application = new { requester = new { fullName = "Người thứ nhất", personalId = person } } }));
        await node.GoOnAsync(cases[0]);
        var kinds = new List<string>();
        await foreach (var entry in node.Get<IJournalScan>().ReadAllAsync(Stop)) kinds.Add(entry.Kind);
        return kinds.CountBy(kind => kind).OrderBy(kind => kind.Key, StringComparer.Ordinal);
    }

    private static async Task<string> ExportAsync(AuditedNode node, ExportFormat format)
    {
        using var output = new MemoryStream();
        await node.Get<EventLogExport>().WriteAsync(format, CaseSelection.All, output, Stop);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Resource(string name)
    {
        using var stream = typeof(EventLogExportTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Attribute(JsonElement one, string name) =>
        one.GetProperty("attributes").EnumerateArray().First(attribute => attribute.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;

    private static string Type(JsonElement one) => one.GetProperty("type").GetString()!;

    private static HashSet<string> Names(JsonDocument log, string list) => [.. log.RootElement.GetProperty(list).EnumerateArray().Select(type => type.GetProperty("name").GetString()!)];

    private static string Value(XElement one, string key) => one.Elements().First(attribute => (string?)attribute.Attribute("key") == key).Attribute("value")!.Value;
}
