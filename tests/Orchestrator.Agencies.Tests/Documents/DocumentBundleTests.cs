using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class DocumentBundleTests
{
    private const string Main = """
        openapi: 3.0.3
        info: { title: Split, version: '1' }
        paths:
          /people:
            post:
              operationId: Add
              parameters: [ { $ref: 'parts/parameters.yaml#/Page' } ]
              requestBody: { content: { application/json: { schema: { $ref: 'parts/person.json' } } } }
              responses: { '200': { $ref: 'parts/answers.yaml#/Added' } }
          /other: { $ref: 'parts/paths.yaml#/other' }
          /plain:
            get: { operationId: Plain, responses: { '200': { description: ok } } }
        """;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["parts/parameters.yaml"] = "Page: { name: page, in: query, schema: { $ref: 'deep/types.yaml#/Number' } }",
        ["parts/deep/types.yaml"] = "Number: { type: integer, minimum: 1 }",
        ["parts/person.json"] = """{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"mother":{"$ref":"person.json"},"home":{"$ref":"../home.yaml#/Home"}}}""",
        ["home.yaml"] = "Home: { type: object, properties: { owner: { $ref: 'parts/person.json' }, kind: { $ref: '#/Kind' } } }\nKind: { type: string, enum: [house, flat] }",
        ["parts/answers.yaml"] = "Added: { description: ok, content: { application/json: { schema: { type: object, properties: { number: { $ref: 'deep/types.yaml#/Number' } } } } } }",
        ["parts/paths.yaml"] = "other: { get: { operationId: Other, responses: { '200': { $ref: 'answers.yaml#/Added' } } } }",
    };

    private static DocumentReading Read(string main, Func<string, string?>? file = null) =>
        DocumentReader.Read(main, "agencies/split/openapi.yaml", "split", file ?? Files.GetValueOrDefault);

    [Fact]
    public void Parts_of_other_files_belong_to_the_document_also_in_circles()
    {
        var reading = Read(Main);

        Assert.Empty(reading.Faults);
        Assert.Equal(["Add", "Other", "Plain"], reading.Document!.Operations.Select(operation => operation.Id).Order());
        var add = reading.Document.Find("Add")!;
        Assert.Equal(["Page", "Name", "Mother", "Home"], add.Inputs.Select(input => input.Name));
        Assert.Equal(ValueKind.Integer, add.Inputs[0].Value.Kind);
        Assert.Equal(["Number"], add.Outputs.Select(output => output.Name));
        Assert.Equal(
            "/mother/home/kind (NotInEnumeration)",
            SchemaFault.Line(add.Schemas.Request!.Check("""{"name":"An","mother":{"name":"Lan","home":{"kind":"tent","owner":{"name":"Minh"}}}}""")));
    }

    [Fact]
    public void What_is_kept_stands_alone()
    {
        var kept = Read(Main).Content;
        var again = Read(kept, _ => throw new InvalidOperationException("No file is needed any more."));

        Assert.Empty(again.Faults);
        Assert.Equal(3, again.Document!.Operations.Length);
        Assert.Equal(kept, again.Content);
    }

    [Theory]
    [InlineData("parts/person.json", "../person.json", "leads out of the agency's folder")]
    [InlineData("parts/person.json", "/etc/passwd", "leads out of the agency's folder")]
    [InlineData("parts/person.json", "https://example.org/person.json", "leads out of the agency's folder")]
    [InlineData("parts/person.json", "parts/nobody.json", "not there")]
    [InlineData("parts/parameters.yaml#/Page", "parts/parameters.yaml#/Side", "its file does not have")]
    public void A_reference_that_leads_nowhere_leaves_out_its_operation(string part, string replacement, string message)
    {
        var reading = Read(Main.Replace(part, replacement, StringComparison.Ordinal));

        var fault = Assert.Single(reading.Faults, fault => fault.OperationId == "Add");
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(["Other", "Plain"], reading.Document!.Operations.Select(operation => operation.Id).Order());
    }

    [Fact]
    public void A_folder_gives_no_file_from_outside_through_a_link()
    {
        var root = Directory.CreateTempSubdirectory("agencies-");
        var agency = Directory.CreateDirectory(Path.Combine(root.FullName, "agencies", "split"));
        File.WriteAllText(Path.Combine(agency.FullName, "openapi.yaml"), Main.Replace("parts/person.json", "linked.json", StringComparison.Ordinal));
        foreach (var (name, text) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(agency.FullName, name))!);
            File.WriteAllText(Path.Combine(agency.FullName, name), text);
        }

        File.WriteAllText(Path.Combine(root.FullName, "outside.json"), """{"type":"object"}""");
        File.CreateSymbolicLink(Path.Combine(agency.FullName, "linked.json"), Path.Combine(root.FullName, "outside.json"));
        var (documents, faults) = DocumentFolder.Read(root.FullName);
        root.Delete(recursive: true);

        Assert.Equal("Add", Assert.Single(faults).OperationId);
        Assert.Equal(["Other", "Plain"], Assert.Single(documents).Operations.Select(operation => operation.Id).Order());
    }
}
