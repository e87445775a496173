using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Attachments;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Attachments;

public sealed class FileCallTests
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 " + new string('x', 300_000) + " the end");

    [Fact]
    public async Task A_file_goes_as_a_part_with_its_name_type_and_hash()
    {
        await using var node = await FileNode.StartAsync();
        var (scan, more) = (await node.StoreAsync(Pdf, "scan.pdf"), await node.StoreAsync("%PDF-1.4 more"u8.ToArray(), "more.pdf"));
        var state = await node.EndAsync(await node.StartCaseAsync(
            "FileScan", new JsonObject { ["Title"] = "Đơn", ["Scan"] = scan.Reference.ToString(), ["More"] = new JsonArray(new JsonObject { ["kind"] = "paper", ["file"] = more.Reference.ToString() }) }, scan, more));

        Assert.Empty(state.Incidents);
        var request = Assert.Single(node.Ministry.Requests);
        Assert.Contains(Encoding.ASCII.GetString(Pdf), request.Body, StringComparison.Ordinal);
        Assert.Contains("name=scan; filename=scan.pdf", request.Body, StringComparison.Ordinal);
        Assert.Contains($"X-File-Sha256: {scan.Reference.Sha256}", request.Body, StringComparison.Ordinal);
        Assert.Contains("%PDF-1.4 more", request.Body, StringComparison.Ordinal);
        Assert.NotNull(request.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_file_goes_as_the_body_and_its_hash_is_in_the_journal()
    {
        await using var node = await FileNode.StartAsync();
        var paper = await node.StoreAsync(Pdf);
        var caseId = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = paper.Reference.ToString() }, paper);
        Assert.Empty((await node.EndAsync(caseId)).Incidents);

        var request = Assert.Single(node.Ministry.Requests);
        Assert.Equal((Encoding.ASCII.GetString(Pdf), "application/pdf"), (request.Body, request.Headers["Content-Type"]));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(Convert.FromHexString(paper.Reference.Sha256))}:", request.Headers["Content-Digest"]);
        var entries = await node.Get<IJournalReader>().ReadAsync(caseId, 0, 100, TestContext.Current.CancellationToken);
        var attempt = entries.Last(entry => Encoding.UTF8.GetString(entry.Payload.Span).Contains("requestHash", StringComparison.Ordinal));
        Assert.Contains($"\"requestHash\":\"{paper.Reference.Sha256}\"", Encoding.UTF8.GetString(attempt.Payload.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of another case", "attachment-missing")]
    [InlineData("no reference", "attachment-missing")]
    [InlineData("an image", "attachment-refused")]
    [InlineData("too large", "attachment-refused")]
    [InlineData("changed", "attachment-damaged")]
    [InlineData("gone", "attachment-damaged")]
    public async Task A_file_that_cannot_be_sent_is_an_incident_of_the_support_desk_and_nothing_arrives(string what, string code)
    {
        await using var node = await FileNode.StartAsync();
        byte[] content = what switch { "an image" => [0xFF, 0xD8, 0xFF, 0xE0], "too large" => [.. Pdf, .. new byte[2_000_000]], _ => Pdf };
        var scan = await node.StoreAsync(content);
        if (what is "changed" or "gone")
            Damage(node, scan, what == "gone");
        var value = what == "no reference" ? "a text" : scan.Reference.ToString();
        Attachment[] files = what == "of another case" ? [] : [scan];

        var state = await node.EndAsync(await node.StartCaseAsync("FileScan", new JsonObject { ["Title"] = "Đơn", ["Scan"] = value }, files));

        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal((code, "support"), (incident.Fault.Code, incident.Owner));
        Assert.StartsWith("Expected ", incident.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(node.Ministry.Requests);
    }

    [Fact]
    public async Task A_damaged_file_is_sent_after_it_was_restored_and_the_incident_retried()
    {
        await using var node = await FileNode.StartAsync();
        var scan = await node.StoreAsync(Pdf);
        var whole = await File.ReadAllBytesAsync(System.IO.Directory.EnumerateFiles(node.Folder, scan.Reference.Sha256, SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken);
        var path = Damage(node, scan, isGone: false);
        var caseId = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = scan.Reference.ToString() }, scan);
        var incident = Assert.Single((await node.EndAsync(caseId)).Incidents.Values);

        await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        await node.Get<ICaseRuntime>().SendAsync(caseId, new ResolveIncident(incident.Id, IncidentResolution.Retried, "restored"), new Actor("officer", "lan"), TestContext.Current.CancellationToken);
        Assert.Equal(CaseSubStatus.Finished, (await node.EndAsync(caseId)).SubStatus);
        Assert.Equal(Encoding.ASCII.GetString(Pdf), Assert.Single(node.Ministry.Requests).Body);
    }

    [Fact]
    public async Task A_file_that_waits_for_the_scanner_holds_its_call_and_becomes_an_incident_after_an_hour()
    {
        await using var node = await FileNode.StartAsync(("Attachments:Scanner:Address", "127.0.0.1:1"));
        var scan = await node.StoreAsync(Pdf);
        var caseId = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = scan.Reference.ToString() }, scan);

        var incident = Assert.Single((await node.EndAsync(caseId, step: TimeSpan.FromMinutes(1))).Incidents.Values);
        Assert.Equal(("attachment-not-scanned", "support"), (incident.Fault.Code, incident.Owner));
        Assert.True(node.Time.GetUtcNow() - new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero) >= TimeSpan.FromHours(1));
        Assert.Empty(node.Ministry.Requests);
    }

    [Fact]
    public async Task A_child_case_may_send_what_belongs_to_the_case_that_made_it()
    {
        await using var node = await FileNode.StartAsync();
        var scan = await node.StoreAsync(Pdf);
        var parent = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = scan.Reference.ToString() }, scan);
        await node.EndAsync(parent);
        var child = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = scan.Reference.ToString() }, parent);

        Assert.Empty((await node.EndAsync(child)).Incidents);
        Assert.Equal(2, node.Ministry.Requests.Count);
    }

    private static string Damage(FileNode node, Attachment file, bool isGone)
    {
        var path = System.IO.Directory.EnumerateFiles(Path.Combine(node.Folder, "attachments", "sha256"), file.Reference.Sha256, SearchOption.AllDirectories).Single();
        if (isGone)
            File.Delete(path);
        else
            File.WriteAllBytes(path, [.. Pdf[..^1], (byte)'!']);
        return path;
    }
}
