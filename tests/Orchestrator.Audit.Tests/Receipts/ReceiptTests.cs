using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Audit.Verification;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Receipts;

public sealed class ReceiptTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_proves_itself_with_the_public_keys_alone_and_a_changed_one_does_not()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var cases = await node.StartCasesAsync(5);
        await node.TakenAsync();
        var keys = await node.Get<AuditProofs>().KeysAsync(Cancellation);
        var receipt = await ReceiptAsync(node, cases[3]);

        Assert.Null(receipt.Fault(keys));
        Assert.Contains("known key", receipt.Fault([]), StringComparison.Ordinal);
        Assert.Contains("root", (receipt with { Proof = receipt.Proof with { Entries = receipt.Proof.Entries + 1 } }).Fault(keys), StringComparison.Ordinal);
        Assert.Contains("root", (receipt with { Proof = receipt.Proof with { Head = new string('0', 64) } }).Fault(keys), StringComparison.Ordinal);
        Assert.Contains("root", (receipt with { Proof = receipt.Proof with { CaseId = cases[1].ToString() } }).Fault(keys), StringComparison.Ordinal);
        Assert.Contains("another text", (receipt with { Proof = receipt.Proof with { Checkpoint = receipt.Proof.Checkpoint.Replace("orchestrator.example", "orchestrator.exampl3", StringComparison.Ordinal) } }).Fault(keys), StringComparison.Ordinal);
        Assert.NotNull((receipt with { Proof = receipt.Proof with { Proof = ["?"] } }).Fault(keys));
        Assert.Null(ProofReceipt.Read("{}"));
        Assert.Null(ProofReceipt.Read("{\"record\":\"header\"}\n{}"));
    }

    [Theory]
    [InlineData("DELETE FROM journal WHERE case_id = @case", "is missing")]
    [InlineData("DELETE FROM journal WHERE case_id = @case AND seq > 3", "ends after 3")]
    [InlineData("UPDATE journal SET actor = 'officer:nobody' WHERE case_id = @case AND seq = 1", "has another")]
    public async Task Whoever_rewrites_the_case_and_every_checkpoint_with_it_is_contradicted_by_the_receipt(string deed, string found)
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var cases = await node.StartCasesAsync(3);
        await node.TakenAsync();
        var (keys, receipt) = (await node.Get<AuditProofs>().KeysAsync(Cancellation), await ReceiptAsync(node, cases[1]));
        await node.GoOnAsync(cases[1]);
        Assert.Empty((await VerifyAsync(node, receipt, await node.ExportAsync())).Findings);
        await node.UnguardAsync();
        await node.ExecuteAsync(deed, ("@case", cases[1].Value));
        var export = await node.ExportAsync();
        var forged = string.Join('\n', export.Split('\n').Where(line => !line.Contains("\"record\":\"leaf\"", StringComparison.Ordinal) && !line.Contains("\"record\":\"checkpoint\"", StringComparison.Ordinal)));

        var findings = (await VerifyAsync(node, receipt, forged)).Findings;

        Assert.Contains(findings, finding => finding.Case == cases[1].ToString() && finding.Message.Contains(found, StringComparison.Ordinal));

        async Task<VerificationReport> VerifyAsync(AuditedNode node, ProofReceipt kept, string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await ExportVerifier.VerifyAsync(stream, keys, null, Cancellation, [kept]);
        }
    }

    /// <summary>As it is written to a file and read again.</summary>
    private static async Task<ProofReceipt> ReceiptAsync(AuditedNode node, CaseId caseId)
    {
        var proof = await node.Get<AuditProofs>().InclusionAsync(caseId, Cancellation);
        var receipt = new ProofReceipt(ProofReceipt.Current, "orchestrator.example", "G22.99.91-260302-0001", "2.000001", node.Time.GetUtcNow(), proof!);
        return Assert.IsType<ProofReceipt>(ProofReceipt.Read(JsonSerializer.Serialize(receipt, JsonSerializerOptions.Web)));
    }
}
