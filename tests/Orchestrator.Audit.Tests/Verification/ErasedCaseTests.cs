using System.Text;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Verification;

/// <summary>What an erasure leaves: every proof, and nothing of the person.</summary>
public sealed class ErasedCaseTests(ClusterOfTheRun cluster)
{
    private const string Name = "Nguyễn Thị Khuê-4711", PersonalId = "001199004711";

    public static TheoryData<StorageProvider> Both => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task After_an_erasure_every_proof_from_before_and_after_holds_and_no_export_names_the_person(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var others = await node.StartCasesAsync(2);
        var caseId = await EndedAsync(node);
        await node.TakenAsync();
        var before = await node.Get<AuditProofs>().InclusionAsync(caseId, Cancellation);

        await node.EraseAsync(caseId);
        var uncovered = await node.VerifyAsync(checkpointFile: node.CheckpointFile);
        await node.TakenAsync();

        Assert.Empty(uncovered.Findings);
        Assert.Equal(1, uncovered.Uncovered);
        var (all, one) = (await node.VerifyAsync(checkpointFile: node.CheckpointFile), await node.VerifyAsync(caseId));
        Assert.Empty(all.Findings);
        Assert.Empty(one.Findings);
        Assert.Equal((3, 0, 0), (all.Cases, all.Uncovered, one.Uncovered));
        Assert.Equal(before!.Entries + 1, (await node.Get<AuditProofs>().InclusionAsync(caseId, Cancellation))!.Entries);
        foreach (var export in (string[])[await node.ExportAsync(), await node.ExportAsync(isClear: true), await node.ExportAsync(caseId), await node.ExportAsync(caseId, isClear: true)])
        {
            Assert.DoesNotContain(Name, export, StringComparison.Ordinal);
            Assert.DoesNotContain(PersonalId, export, StringComparison.Ordinal);
        }

        Assert.Contains("Người thứ 0", await node.ExportAsync(others[0], isClear: true), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Exports_for_analysis_keep_what_happened_to_an_erased_case_and_nobody_in_it(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var caseId = await EndedAsync(node);
        var entries = await LinesAsync(node);
        await node.EraseAsync(caseId);

        var after = await LinesAsync(node);

        Assert.Equal(entries.Count + 1, after.Count);
        Assert.Contains(after, line => line.Contains("CaseErased", StringComparison.Ordinal));
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            using var export = new MemoryStream();
            await node.Get<EventLogExport>().WriteAsync(format, new CaseSelection(), export, Cancellation);
            Assert.DoesNotContain(PersonalId, Encoding.UTF8.GetString(export.ToArray()), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_export_in_clear_proves_its_texts_and_one_with_another_text_is_found(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var caseId = await EndedAsync(node);
        await node.TakenAsync();
        var (hidden, clear) = (await node.ExportAsync(caseId), await node.ExportAsync(caseId, isClear: true));
        Assert.DoesNotContain(Name, hidden, StringComparison.Ordinal);
        Assert.Contains(Name, clear, StringComparison.Ordinal);
        Assert.Empty((await node.VerifyTextAsync(clear)).Findings);

        var other = Assert.Single((await node.VerifyTextAsync(clear.Replace(Name, "Nguyễn Thị Ai-Khác", StringComparison.Ordinal))).Findings);
        var keyless = (await node.VerifyTextAsync(string.Join('\n', clear.Split('\n').Where(line => !line.Contains("\"record\":\"key\"", StringComparison.Ordinal))))).Findings;

        Assert.Equal((caseId.ToString(), 1L), (other.Case, other.Entry));
        Assert.Contains("is sealed in it", other.Message, StringComparison.Ordinal);
        Assert.NotEmpty(keyless);
    }

    [Fact]
    public async Task A_sealed_payload_that_was_changed_in_an_export_is_found_at_its_entry()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var caseId = await EndedAsync(node);
        var lines = (await node.ExportAsync(caseId)).Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains("\"seq\":3,", StringComparison.Ordinal));
        var place = lines[at].IndexOf("\"sealed\":\"", StringComparison.Ordinal) + 40;
        lines[at] = lines[at][..place] + (lines[at][place] == 'A' ? 'B' : 'A') + lines[at][(place + 1)..];

        var finding = (await node.VerifyTextAsync(string.Join('\n', lines))).Findings[0];

        Assert.Equal((caseId.ToString(), 3L), (finding.Case, finding.Entry));
    }

    private static async Task<CaseId> EndedAsync(AuditedNode node)
    {
        var caseId = await node.StartCaseAsync(new { name = Name, application = new { personalId = PersonalId } });
        await node.GoOnAsync(caseId);
        await node.GoOnAsync(caseId, "on");
        return caseId;
    }

    private static async Task<List<string>> LinesAsync(AuditedNode node)
    {
        using var export = new MemoryStream();
        await node.Get<EventLogExport>().WriteAsync(ExportFormat.Csv, new CaseSelection(), export, Cancellation);
        return [.. Encoding.UTF8.GetString(export.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
