using System.Text.Json.Nodes;
using Orchestrator.Cases.Erasures;
using Orchestrator.Cases.Procedures;

namespace Orchestrator.Cases.Tests.Erasures;

/// <summary>The rules that the procedures of the repository come with.</summary>
public sealed class PackagedRetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("birth")]
    [InlineData("death")]
    [InlineData("land-transfer")]
    [InlineData("covid-support")]
    public async Task A_case_is_proposed_once_the_rule_of_a_packaged_procedure_keeps_it_no_longer(string name)
    {
        var packaged = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "workflows", "procedures", name, "procedure.json"), Cancellation))!["retention"]!;
        await using var host = await CasesHost.StartAsync(prepare: workflows => Keep(workflows, packaged));
        var rule = host.Get<ProcedureCatalog>().All.Single(procedure => procedure.Code == ProcedureFiles.Quick).Retention!;
        Assert.Equal(10, rule.Years);
        Assert.Contains("giả định", rule.LegalBasis, StringComparison.Ordinal);
        var file = await FinishedCase.FinishedAsync(host);
        host.Time.SetUtcNow(file.FinishedAt!.Value.AddYears(10));
        Assert.Equal(0, await host.Get<RetentionRule>().ProposeAsync(Cancellation));
        host.Time.Advance(TimeSpan.FromSeconds(1));

        // The daily job, which the clock's jump wakes, may be first.
        await host.Get<RetentionRule>().ProposeAsync(Cancellation);

        var proposed = Assert.Single((await host.Get<ErasureDesk>().ListAsync(true, [], null, 10, Cancellation))!.Items);
        Assert.Equal((file.Number, ErasureDesk.ByRule, rule.LegalBasis, ErasureState.Proposed), (proposed.Number, proposed.ProposedBy, proposed.Basis, proposed.State));
    }

    private static void Keep(string workflows, JsonNode packaged)
    {
        var path = Path.Combine(workflows, "procedures", "quick", "procedure.json");
        var procedure = JsonNode.Parse(File.ReadAllBytes(path))!;
        procedure["retention"] = packaged.DeepClone();
        File.WriteAllText(path, procedure.ToJsonString());
    }
}
