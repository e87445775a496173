using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Attachments;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Attachments;

/// <summary>Answers that come later and bring files.</summary>
public sealed class FileCallbackTests
{
    private const string Parts = "multipart/form-data; boundary=cut", Json = "application/json", Secret = "shared with the archive";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 " + new string('z', 2_500_000));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_in_parts_become_part_of_the_case_before_it_goes_on()
    {
        await using var node = await FileNode.StartAsync();
        var (caseId, token) = await OrderAsync(node);
        var body = Form(Pdf);
        Assert.IsType<CallbackOutcome.Applied>(await SendAsync(node, token, body, Parts));
        Assert.Equal(CaseSubStatus.Finished, (await node.EndAsync(caseId)).SubStatus);

        var file = Assert.Single(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
        Assert.Equal(("agency:archive/OrderPapers", "giấy.pdf", (long)Pdf.Length), (file.Source, file.Attachment.Name, file.Attachment.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Pdf)), file.Attachment.Reference.Sha256);
        var outputs = await node.OutputsAsync(caseId);
        Assert.Equal(("Hồ sơ", file.Attachment.Reference.ToString()), (outputs.GetProperty("Title").GetString(), outputs.GetProperty("Paper").GetString()));

        // The journal proves the body as it came; the same answer once more changes nothing and leaves no file.
        var entries = await node.Get<IJournalReader>().ReadAsync(caseId, 0, 200, Cancellation);
        Assert.Contains(entries, entry => Encoding.UTF8.GetString(entry.Payload.Span).Contains($"\"responseHash\":\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"", StringComparison.Ordinal));
        var kept = node.StoredFiles;
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await SendAsync(node, token, body, Parts));
        Assert.Equal(1, kept);
        Assert.Equal(kept, node.StoredFiles);
    }

    [Fact]
    public async Task Files_in_json_become_part_of_the_case_before_it_goes_on()
    {
        await using var node = await FileNode.StartAsync(("Attachments:Scanner:Address", "127.0.0.1:1"));
        var (caseId, token) = await OrderAsync(node);
        var json = new JsonObject { ["title"] = "Hồ sơ", ["paper"] = Convert.ToBase64String(Pdf.AsSpan(0, 90_000)) };
        Assert.IsType<CallbackOutcome.Applied>(await SendAsync(node, token, Encoding.UTF8.GetBytes(json.ToJsonString()), Json));
        Assert.Equal(CaseSubStatus.Finished, (await node.EndAsync(caseId)).SubStatus);

        // Nobody can use it before the scanner has seen it.
        var file = Assert.Single(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
        Assert.Equal((90_000, ScanState.Waiting, false), (file.Attachment.Size, file.Attachment.Scan, file.Attachment.IsUsable));
        Assert.Equal(file.Attachment.Reference.ToString(), (await node.OutputsAsync(caseId)).GetProperty("Paper").GetString());
    }

    [Fact]
    public async Task The_signature_is_over_every_byte_of_the_files_and_nothing_is_kept_before_it_is_right()
    {
        await using var node = await FileNode.StartAsync(("Agencies:archive:Callback:Secret", Secret));
        var (caseId, token) = await OrderAsync(node);
        var body = Form(Pdf);
        byte[] changed = [.. body];
        changed[body.Length / 2] ^= 1;
        Assert.Equal("callback-signature", Assert.IsType<CallbackOutcome.Forged>(await SendAsync(node, token, changed, Parts, signed: body)).Code);
        Assert.Equal(0, node.StoredFiles);
        Assert.Equal("callback-forged", Assert.Single((await node.UntilAsync(caseId, state => !state.Incidents.IsEmpty)).Incidents.Values).Fault.Code);

        Assert.IsType<CallbackOutcome.Applied>(await SendAsync(node, token, body, Parts, signed: body));
        Assert.Equal(CaseStatus.Finished, (await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished)).Status);
        Assert.Single(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
    }

    [Theory]
    [InlineData("a program")]
    [InlineData("too large")]
    [InlineData("empty")]
    [InlineData("breaks off")]
    [InlineData("no base64")]
    [InlineData("too large in json")]
    public async Task A_file_that_cannot_be_kept_is_told_to_the_agency_and_one_incident_and_the_right_one_is_taken(string what)
    {
        await using var node = await FileNode.StartAsync();
        var (caseId, token) = await OrderAsync(node);
        var (body, type) = what switch
        {
            "a program" => (Form("MZ program"u8.ToArray()), Parts),
            "too large" => (Form([.. Pdf, .. new byte[600_000]]), Parts),
            "empty" => (Form([]), Parts),
            "breaks off" => (Form(Pdf)[..^20], Parts),
            "no base64" => ("""{"title":"Hồ sơ","paper":"?"}"""u8.ToArray(), Json),
            _ => (Encoding.UTF8.GetBytes($$"""{"title":"Hồ sơ","paper":"{{Convert.ToBase64String(Pdf.AsSpan(0, 120_000))}}"}"""), Json),
        };
        for (var time = 0; time < 2; time++)
        {
            var invalid = Assert.IsType<CallbackOutcome.Invalid>(await SendAsync(node, token, body, type));
            Assert.Equal("attachment-refused", invalid.Code);
            Assert.Matches("^Expected files that can be kept, but .*; correct it and send it again", invalid.Message);
        }

        var state = await node.UntilAsync(caseId, state => !state.Incidents.IsEmpty);
        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal(("attachment-refused", "archive", CaseStatus.Running), (incident.Fault.Code, incident.Owner, state.Status));
        Assert.Empty(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));

        Assert.IsType<CallbackOutcome.Applied>(await SendAsync(node, token, Form(Pdf), Parts));
        await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Single(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
    }

    [Fact]
    public async Task A_value_beside_a_file_that_does_not_meet_its_schema_is_told_to_the_agency_and_nothing_is_kept_of_it()
    {
        await using var node = await FileNode.StartAsync();
        var (caseId, token) = await OrderAsync(node);
        var invalid = Assert.IsType<CallbackOutcome.Invalid>(await SendAsync(node, token, Form(Pdf, new string('x', 41)), Parts));

        Assert.Contains("/title (StringTooLong)", invalid.Message, StringComparison.Ordinal);
        Assert.Empty(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
        Assert.IsType<CallbackOutcome.Applied>(await SendAsync(node, token, Form(Pdf), Parts));
    }

    [Theory]
    [InlineData(Parts, 3_100_000)]
    [InlineData("text/plain", 1_100_000)]
    public async Task A_body_larger_than_the_answer_may_be_is_not_read_to_its_end(string type, int size)
    {
        await using var node = await FileNode.StartAsync(("Attachments:LargestFile", "2000000"));
        var (_, token) = await OrderAsync(node);
        using var body = new MemoryStream(new byte[size + 1_000_000]);
        var outcome = await node.Get<CallbackReceiver>().ReceiveAsync(new CallbackRequest(token, body, type, _ => null, null), Cancellation);

        Assert.InRange(Assert.IsType<CallbackOutcome.TooLarge>(outcome).Limit, 1_000_000, size);
        Assert.True(body.Position < body.Length);
        Assert.Equal(0, node.StoredFiles);
    }

    [Fact]
    public async Task Of_an_unknown_address_not_a_byte_is_read()
    {
        await using var node = await FileNode.StartAsync();
        using var body = new MemoryStream(Form(Pdf));
        Assert.IsType<CallbackOutcome.Unknown>(await node.Get<CallbackReceiver>().ReceiveAsync(new CallbackRequest("none of ours", body, Parts, _ => null, null), Cancellation));
        Assert.Equal(0, body.Position);
    }

    private static async Task<(CaseId CaseId, string Token)> OrderAsync(FileNode node)
    {
        node.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 202, "{}");
        var caseId = await node.StartCaseAsync("OrderPapers", new JsonObject { ["Number"] = "7" });
        await node.UntilAsync(caseId, state => state.Attempts.Values.Any(attempt => attempt.Class == "accepted"));
        return (caseId, node.Ministry.Requests.Single().CallbackToken);
    }

    private static Task<CallbackOutcome> SendAsync(FileNode node, string token, byte[] body, string contentType, byte[]? signed = null)
    {
        var at = node.Time.GetUtcNow().ToString("O");
        var signature = signed is null ? null : Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes(at + "."), .. signed]));
        return node.Get<CallbackReceiver>().ReceiveAsync(
            new CallbackRequest(token, new MemoryStream(body), contentType, name => name switch { "X-Signature" => signature, "X-Timestamp" => at, _ => null }, null), Cancellation);
    }

    private static byte[] Form(byte[] paper, string title = "Hồ sơ") =>
    [
        .. Encoding.UTF8.GetBytes($"--cut\r\nContent-Disposition: form-data; name=title\r\n\r\n{title}\r\n--cut\r\nContent-Disposition: form-data; name=paper; filename=\"giay.pdf\"; filename*=UTF-8''gi%E1%BA%A5y.pdf\r\n\r\n"),
        .. paper, .. "\r\n--cut--\r\n"u8,
    ];
}
