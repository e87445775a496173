using System.Net;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Verification;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class AuditTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_auditor_takes_a_checkpoint_and_verifies_what_the_server_exports_with_the_keys_alone()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var number = await portal.StartBirthAsync(301);
        using var taken = await auditor.PostAsync("/api/v1/audit/checkpoints", null, Cancellation);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);

        var keys = JsonSerializer.Deserialize<List<PublicKey>>(await auditor.GetStringAsync("/api/v1/audit/keys", Cancellation), JsonSerializerOptions.Web)!;
        foreach (var path in new[] { $"/api/v1/audit/cases/{number}/export", "/api/v1/audit/export" })
        {
            await using var export = await auditor.GetStreamAsync(path, Cancellation);
            var report = await ExportVerifier.VerifyAsync(export, keys, null, Cancellation);
            Assert.Empty(report.Findings);
            Assert.True(report.Entries > 0 && report.Checkpoints > 0, path);
        }
    }

    [Fact]
    public async Task A_case_has_a_proof_once_a_checkpoint_covers_it_and_checkpoints_prove_that_they_only_grew()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using (await auditor.PostAsync("/api/v1/audit/checkpoints", null, Cancellation)) { }
        var number = await portal.StartBirthAsync(302);
        using var early = await portal.GetAsync($"/api/v1/audit/cases/{number}/proof", Cancellation);
        Assert.Equal("proof-not-found", (await early.JsonAsync()).GetProperty("code").GetString());
        using (await auditor.PostAsync("/api/v1/audit/checkpoints", null, Cancellation)) { }

        using var proof = await portal.GetAsync($"/api/v1/audit/cases/{number}/proof", Cancellation);
        Assert.True((await proof.JsonAsync()).GetProperty("entries").GetInt64() > 0);
        using var receipt = await portal.GetAsync($"/api/v1/audit/cases/{number}/receipt", Cancellation);
        Assert.Equal($"receipt-{number}.json", receipt.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var keys = JsonSerializer.Deserialize<List<PublicKey>>(await auditor.GetStringAsync("/api/v1/audit/keys", Cancellation), JsonSerializerOptions.Web)!;
        var read = Orchestrator.Audit.Receipts.ProofReceipt.Read(await receipt.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((number, (string?)null), (read.Number, read.Fault(keys)));
        using var checkpoints = await auditor.GetAsync("/api/v1/audit/checkpoints?limit=2", Cancellation);
        var numbers = (await checkpoints.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetInt64()).ToArray();
        using var consistency = await auditor.GetAsync($"/api/v1/audit/checkpoints/{numbers[1]}/consistency/{numbers[0]}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, consistency.StatusCode);
        using var backwards = await auditor.GetAsync($"/api/v1/audit/checkpoints/{numbers[0]}/consistency/{numbers[1]}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, backwards.StatusCode);
    }
}
