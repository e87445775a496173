using System.Text;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Callbacks;

public sealed class CallbackProofTests
{
    private const string Secret = "shared with the registry";
    private const string Body = """{"outcome":"registered","entryNumber":"12"}""";
    private const string Thumbprint = "AB12";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly CallbackRules Signed = new(Secret, "X-Signature", "X-Timestamp", TimeSpan.FromMinutes(5), []);

    private static CallbackRequest Request(string? signature, string? timestamp, string? thumbprint = null, string token = "") => new(
        token, Encoding.UTF8.GetBytes(Body), name => name switch { "X-Signature" => signature, "X-Timestamp" => timestamp, _ => null }, thumbprint);

    private static byte[] Sign(string timestamp, string secret = Secret) => CallbackProof.Expected(secret, timestamp, Encoding.UTF8.GetBytes(Body));

    [Fact]
    public void A_signature_is_taken_in_every_usual_form()
    {
        var timestamp = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var bytes = Sign(timestamp);

        foreach (var text in new[] { Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), "sha256=" + Convert.ToHexStringLower(bytes) })
            Assert.Null(CallbackProof.FirstFault(Signed, Request(text, timestamp), Now));
        var written = Now.AddMinutes(-5).ToString("O");
        Assert.Null(CallbackProof.FirstFault(Signed, Request(Convert.ToHexString(Sign(written)), written), Now));
    }

    [Fact]
    public void What_is_not_proved_has_a_code_of_its_own()
    {
        var timestamp = Now.ToString("O");
        var good = Convert.ToHexString(Sign(timestamp));
        var old = Now.AddMinutes(-6).ToString("O");

        Assert.Equal("callback-signature-missing", CallbackProof.FirstFault(Signed, Request(null, timestamp), Now));
        Assert.Equal("callback-signature-missing", CallbackProof.FirstFault(Signed, Request(good, null), Now));
        Assert.Equal("callback-signature", CallbackProof.FirstFault(Signed, Request(Convert.ToHexString(Sign(timestamp, "other")), timestamp), Now));
        Assert.Equal("callback-signature", CallbackProof.FirstFault(Signed, Request(good, old), Now));
        Assert.Equal("callback-signature", CallbackProof.FirstFault(Signed, Request("nothing of the kind", timestamp), Now));
        Assert.Equal("callback-signature", CallbackProof.FirstFault(Signed, Request("sha256=", timestamp), Now));
        Assert.Equal("callback-timestamp", CallbackProof.FirstFault(Signed, Request(Convert.ToHexString(Sign(old)), old), Now));
        Assert.Equal("callback-timestamp", CallbackProof.FirstFault(Signed, Request(Convert.ToHexString(Sign("soon")), "soon"), Now));
    }

    [Fact]
    public void A_client_certificate_is_asked_for_by_its_thumbprint()
    {
        var rules = Signed with { Secret = null, Thumbprints = ["CD34", "ab:12"] };

        Assert.Null(CallbackProof.FirstFault(rules, Request(null, null, Thumbprint), Now));
        Assert.Equal("callback-certificate", CallbackProof.FirstFault(rules, Request(null, null), Now));
        Assert.Equal("callback-certificate", CallbackProof.FirstFault(rules, Request(null, null, "EF56"), Now));
    }

    [Fact]
    public async Task A_forged_callback_changes_nothing_and_is_one_incident()
    {
        await using var host = await AgencyHost.StartAsync(null, ("Agencies:test-registry:Callback:Secret", Secret));
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 202, """{"requestId":"r/1"}""");
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        var token = host.Ministry.Requests.First().CallbackToken;

        for (var times = 0; times < 2; times++)
        {
            var forged = Assert.IsType<CallbackOutcome.Forged>(await host.CallBackAsync(token, Body));
            Assert.Equal("callback-signature-missing", forged.Code);
        }

        var report = await host.Runtime.NextAsync<ReportIncident>();
        Assert.Equal(("forged-answer:e1", "callback-forged", null), (report.Key, report.Fault.Code, report.Fault.Owner));
        Assert.True(host.Runtime.HasNoMoreCommands);

        var timestamp = host.Time.GetUtcNow().ToString("O");
        var request = Request(Convert.ToHexString(Sign(timestamp)), timestamp, null, token);
        Assert.IsType<CallbackOutcome.Applied>(await host.Callbacks.ReceiveAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await host.Callbacks.ReceiveAsync(request, TestContext.Current.CancellationToken));
    }
}
