using System.Text;
using System.Text.Json;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.Procedures;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Cases.Tests.Procedures;

public sealed class ProcedureLoadingTests
{
    [Fact]
    public async Task Broken_procedures_are_reported_and_the_others_are_offered()
    {
        await using var host = await CasesHost.StartAsync(prepare: root =>
        {
            ProcedureFiles.Procedure(root, "bad-schema", "2.000011", "G22.99.81", new Drawing("bad-schema").Activity("A", "Elsa.Start"), schema: """{"properties":{"a":{"const":1}}}""");
            ProcedureFiles.Procedure(root, "bad-workflow", "2.000012", "G22.99.82", new Drawing("bad-workflow").Activity("A", "No.Such.Activity"));
            ProcedureFiles.Procedure(root, "bad-definition", "2.000013", "G22.99.83", new Drawing("another-id").Activity("A", "Elsa.Start"));
            ProcedureFiles.Procedure(root, "clash", ProcedureFiles.Quick, "G22.99.84", new Drawing("clash").Activity("A", "Elsa.Start"));
            ProcedureFiles.Procedure(root, "bad-metadata", "x", "G99", new Drawing("bad-metadata").Activity("A", "Elsa.Start"), "[]");
            Directory.CreateDirectory(Path.Combine(root, "procedures", "empty"));
        });
        var catalog = host.Get<ProcedureCatalog>();
        Assert.Contains(catalog.All, procedure => procedure.Code == ProcedureFiles.Split);
        var faults = catalog.Faults.Select(fault => (fault.Procedure, fault.Code, fault.Path)).ToList();
        Assert.Contains(("bad-schema", "schema-keyword", "$.properties.a.const"), faults);
        Assert.Contains(("bad-workflow", "unknown-activity"), faults.Select(fault => (fault.Procedure, fault.Code)));
        Assert.Contains(("bad-definition", "procedure-definition", "$.definitionId"), faults);
        Assert.Equal(3, faults.Count(fault => fault.Procedure == "empty"));
        Assert.Superset(new HashSet<string> { "$.code", "$.number.prefix", "$.localities" }, faults.Where(fault => fault.Procedure == "bad-metadata").Select(fault => fault.Path).ToHashSet());
        Assert.Single(faults, fault => fault.Code == "procedure-clash");
        Assert.IsType<IntakeOutcome.UnknownProcedure>(await host.SubmitAsync("2.000011", "k"));
    }

    [Fact]
    public async Task Definitions_by_themselves_are_published_whatever_their_order_and_a_broken_one_is_reported()
    {
        await using var host = await CasesHost.StartAsync(prepare: root =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, "definitions")).FullName;
            File.WriteAllText(Path.Combine(folder, "a-uses-z.json"), """{"definitionId":"user","name":"User","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"p","type":"ThePart","version":1,"workflowDefinitionId":"part"}]}}""");
            File.WriteAllText(Path.Combine(folder, "broken.json"), """{"definitionId":"broken","name":"Broken","root":{"id":"s","type":"No.Such","version":1}}""");
            File.WriteAllText(Path.Combine(folder, "z.json"), """{"definitionId":"part","name":"ThePart","options":{"usableAsActivity":true},"root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[]}}""");
        });

        Assert.Equal("part:1", Assert.Single((await host.Get<IDefinitionStore>().FindPublishedAsync("user", Stop))!.Uses).VersionId);
        var fault = Assert.Single(host.Get<ProcedureCatalog>().Faults);
        Assert.Equal(("definitions/broken.json", "unknown-activity"), (fault.Procedure, fault.Code));
        Assert.Contains(host.Get<ProcedureCatalog>().All, procedure => procedure.Code == ProcedureFiles.Split);
    }

    [Theory]
    [InlineData("birth", "2.002621", "3.000722")]
    [InlineData("death", "2.002622", "2.002913")]
    public async Task The_procedures_of_the_repository_have_good_metadata_and_schemas(string name, string code, string successor)
    {
        var folder = Path.Combine(Repository.Root, "workflows", "procedures", name);
        var (schema, faults) = await ApplicationSchema.LoadAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "application.schema.json"), Stop), Stop);
        Assert.Empty(faults);
        var reader = new ProcedureReader(name);
        var procedure = reader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "procedure.json"), Stop), schema!.Json);
        Assert.Empty(reader.Faults);
        Assert.Equal((code, successor), (procedure!.CodeOn(new DateOnly(2025, 12, 31)), procedure.CodeOn(new DateOnly(2026, 1, 1))));
        Assert.Contains("personalId", schema.Sensitive.Names);
    }

    [Theory]
    [InlineData("{\"bundle\":2}", 3, "death-registration residence-deletion")]
    [InlineData("{\"bundle\":3,\"payment\":{\"payer\":\"social\"}}", 6, "death-registration residence-deletion funeral-money")]
    [InlineData("{\"bundle\":4,\"payment\":{\"payer\":\"social-insurance\"}}", 10, "death-registration residence-deletion funeral-money survivors-benefit")]
    public async Task The_bundle_and_the_payer_decide_the_limit_and_the_parts_of_a_death(string application, int workingDays, string parts)
    {
        var json = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "workflows", "procedures", "death", "procedure.json"), Stop);
        var procedure = new ProcedureReader("death").Read(json, default)!;
        var asked = JsonElement.Parse(application);
        Assert.Equal(workingDays, procedure.LimitOn(new DateOnly(2026, 11, 24), asked).WorkingDays);
        Assert.Equal(parts, string.Join(' ', procedure.PartsOf(asked).Select(part => part.Key)));
    }

    [Fact]
    public void A_condition_without_a_pointer_or_a_limit_for_some_applications_only_is_refused()
    {
        var reader = new ProcedureReader("half");
        Assert.Null(reader.Read(Encoding.UTF8.GetBytes(
            """
            {"code":"2.000001","name":{"vi":"a","en":"a"},"group":{"vi":"a","en":"a"},"definitionId":"a","number":{"prefix":"G22.99.81"},"localities":["*"],
             "limits":[{"workingDays":3,"validFrom":"2024-07-01","legalBasis":"a","when":{"pointer":"bundle"}}],"parts":[]}
            """), default));
        Assert.Equal(["$.limits", "$.limits[0].when.equals", "$.limits[0].when.pointer"], reader.Faults.Select(fault => fault.Path).Order(StringComparer.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
