using System.Security.Cryptography;
using System.Text;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Attachments.Uploads;
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
        token, new MemoryStream(Encoding.UTF8.GetBytes(Body)), "application/json", name => name switch { "X-Signature" => signature, "X-Timestamp" => timestamp, _ => null }, thumbprint);

    private static byte[] Sign(string timestamp, string secret = Secret) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{Body}"));

    private static Task<string?> FirstFaultAsync(CallbackRules rules, CallbackRequest request) =>
        CallbackProof.FirstFaultAsync(rules, request, HeldBody.Of(Encoding.UTF8.GetBytes(Body)), Now, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_signature_is_taken_in_every_usual_form()
    {
        var timestamp = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var bytes = Sign(timestamp);

        foreach (var text in new[] { Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), "sha256=" + Convert.ToHexStringLower(bytes) })
            Assert.Null(await FirstFaultAsync(Signed, Request(text, timestamp)));
        var written = Now.AddMinutes(-5).ToString("O");
        Assert.Null(await FirstFaultAsync(Signed, Request(Convert.ToHexString(Sign(written)), written)));
    }

    [Fact]
    public async Task What_is_not_proved_has_a_code_of_its_own()
    {
        var timestamp = Now.ToString("O");
        var good = Convert.ToHexString(Sign(timestamp));
        var old = Now.AddMinutes(-6).ToString("O");

        Assert.Equal("callback-signature-missing", await FirstFaultAsync(Signed, Request(null, timestamp)));
        Assert.Equal("callback-signature-missing", await FirstFaultAsync(Signed, Request(good, null)));
        Assert.Equal("callback-signature", await FirstFaultAsync(Signed, Request(Convert.ToHexString(Sign(timestamp, "other")), timestamp)));
        Assert.Equal("callback-signature", await FirstFaultAsync(Signed, Request(good, old)));
        Assert.Equal("callback-signature", await FirstFaultAsync(Signed, Request("nothing of the kind", timestamp)));
        Assert.Equal("callback-signature", await FirstFaultAsync(Signed, Request("sha256=", timestamp)));
        Assert.Equal("callback-timestamp", await FirstFaultAsync(Signed, Request(Convert.ToHexString(Sign(old)), old)));
        Assert.Equal("callback-timestamp", await FirstFaultAsync(Signed, Request(Convert.ToHexString(Sign("soon")), "soon")));
    }

    [Fact]
    public async Task A_client_certificate_is_asked_for_by_its_thumbprint()
    {
        var rules = Signed with { Secret = null, Thumbprints = ["CD34", "ab:12"] };

        Assert.Null(await FirstFaultAsync(rules, Request(null, null, Thumbprint)));
        Assert.Equal("callback-certificate", await FirstFaultAsync(rules, Request(null, null)));
        Assert.Equal("callback-certificate", await FirstFaultAsync(rules, Request(null, null, "EF56")));
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
        CallbackRequest SignedRequest() => Request(Convert.ToHexString(Sign(timestamp)), timestamp, null, token);
        Assert.IsType<CallbackOutcome.Applied>(await host.Callbacks.ReceiveAsync(SignedRequest(), TestContext.Current.CancellationToken));
        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await host.Callbacks.ReceiveAsync(SignedRequest(), TestContext.Current.CancellationToken));
    }
}
