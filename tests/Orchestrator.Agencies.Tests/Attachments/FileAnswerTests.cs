using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Tests.Attachments;

public sealed class FileAnswerTests
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 " + new string('y', 5_000_000));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_an_agency_answers_with_becomes_part_of_the_case_and_can_be_sent_on()
    {
        await using var node = await FileNode.StartAsync();
        node.Ministry.Answer = (_, context) => WriteAsync(context, "application/pdf", Pdf, "attachment; filename=extract.pdf");
        var caseId = await node.StartCaseAsync("GetExtract", new JsonObject { ["Number"] = "7" });
        Assert.Empty((await node.EndAsync(caseId)).Incidents);

        Assert.Contains("application/pdf", node.Ministry.Requests.First().Headers["Accept"], StringComparison.Ordinal);
        var file = Assert.Single(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
        Assert.Equal(("agency:archive/GetExtract", "extract.pdf", (long)Pdf.Length), (file.Source, file.Attachment.Name, file.Attachment.Size));
        Assert.Equal(file.Attachment.Reference.ToString(), (await node.OutputsAsync(caseId)).GetProperty("Body").GetString());
        node.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, "{}");
        var child = await node.StartCaseAsync("FilePaper", new JsonObject { ["Body"] = file.Attachment.Reference.ToString() }, caseId);
        Assert.Empty((await node.EndAsync(child)).Incidents);
        Assert.Equal(Pdf.Length, node.Ministry.Requests.Last().Body.Length);
    }

    [Fact]
    public async Task Of_an_answer_in_parts_the_files_are_kept_and_the_rest_are_values()
    {
        await using var node = await FileNode.StartAsync();
        node.Ministry.Answer = (_, context) => WriteAsync(
            context, "multipart/form-data; boundary=cut",
            "--cut\r\nContent-Disposition: form-data; name=title\r\n\r\nHồ sơ\r\n--cut\r\nContent-Disposition: form-data; name=about\r\nContent-Type: application/json\r\n\r\n{\"pages\":2}\r\n"u8.ToArray(),
            null,
            "--cut\r\nContent-Disposition: form-data; name=scans; filename=1.pdf\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 one\r\n--cut\r\nContent-Disposition: form-data; name=scans; filename=2.pdf\r\n\r\n%PDF-1.7 two\r\n--cut--\r\n"u8.ToArray());
        var caseId = await node.StartCaseAsync("GetDossier", new JsonObject { ["Number"] = "7" });
        Assert.Empty((await node.EndAsync(caseId)).Incidents);

        var outputs = await node.OutputsAsync(caseId);
        Assert.Equal(("Hồ sơ", 2), (outputs.GetProperty("Title").GetString(), outputs.GetProperty("About").GetProperty("pages").GetInt32()));
        var files = await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation);
        Assert.Equal(["1.pdf", "2.pdf"], files.Select(file => file.Attachment.Name).Order());
        Assert.Equal(files.Select(file => file.Attachment.Reference.ToString()).Order(), outputs.GetProperty("Scans").EnumerateArray().Select(scan => scan.GetString()).Order());
    }

    [Theory]
    [InlineData("count", "3", null)]
    [InlineData("years", "2026", null)]
    [InlineData("count", "three", "/count (IntegerExpected)")]
    [InlineData("about", "{\"pages\":\"two\"}", "/about/pages (IntegerExpected)")]
    public async Task Values_beside_files_are_held_against_their_schema(string name, string value, string? place)
    {
        await using var node = await FileNode.StartAsync();
        node.Ministry.Answer = (_, context) => WriteAsync(
            context, "multipart/form-data; boundary=cut",
            Encoding.UTF8.GetBytes($"--cut\r\nContent-Disposition: form-data; name=title\r\n\r\nHồ sơ\r\n--cut\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n"),
            null, "--cut\r\nContent-Disposition: form-data; name=scans; filename=1.pdf\r\n\r\n%PDF-1.7 one\r\n--cut--\r\n"u8.ToArray());
        var caseId = await node.StartCaseAsync("GetDossier", new JsonObject { ["Number"] = "7" });

        var faults = (await node.EndAsync(caseId)).Incidents.Values.Select(incident => incident.Fault).ToList();
        var kept = await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation);
        if (place is null)
        {
            Assert.Equal((0, 1), (faults.Count, kept.Count));
            return;
        }

        Assert.Empty(kept);
        Assert.Equal(("schema-mismatch", "archive"), (Assert.Single(faults).Code, faults[0].Owner));
        Assert.Contains(place, faults[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_json_is_kept_and_the_case_sees_its_reference()
    {
        await using var node = await FileNode.StartAsync();
        var json = new JsonObject { ["title"] = "Hồ sơ", ["paper"] = Convert.ToBase64String(Pdf.AsSpan(0, 90_000)), ["more"] = new JsonArray(Convert.ToBase64String("%PDF-1.4 one"u8), Convert.ToBase64String("%PDF-1.4 two"u8)) };
        node.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, json.ToJsonString());
        var caseId = await node.StartCaseAsync("FindPapers", new JsonObject { ["Number"] = "7" });
        Assert.Empty((await node.EndAsync(caseId)).Incidents);

        var outputs = await node.OutputsAsync(caseId);
        var files = await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation);
        Assert.Equal([12, 12, 90_000], files.Select(file => file.Attachment.Size).Order());
        Assert.Equal("Hồ sơ", outputs.GetProperty("Title").GetString());
        Assert.Equal(files.Single(file => file.Attachment.Size == 90_000).Attachment.Reference.ToString(), outputs.GetProperty("Paper").GetString());
        Assert.Equal(2, outputs.GetProperty("More").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"title":"Hồ sơ","paper":"no base64!"}""", "attachment-refused")]
    [InlineData("""{"title":"Hồ sơ","paper":"TVqQ"}""", "attachment-refused")]
    [InlineData("""{"paper":"JVBERi0xLjQgb25l"}""", "schema-mismatch")]
    public async Task What_is_wrong_with_a_file_in_json_or_beside_it_is_an_incident_of_the_agency(string json, string code)
    {
        await using var node = await FileNode.StartAsync();
        node.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, json);
        var caseId = await node.StartCaseAsync("FindPapers", new JsonObject { ["Number"] = "7" });

        var incident = Assert.Single((await node.EndAsync(caseId)).Incidents.Values);
        Assert.Equal((code, "archive"), (incident.Fault.Code, incident.Owner));
        Assert.Empty(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
    }

    [Theory]
    [InlineData("application/pdf", "MZ program", "attachment-refused")]
    [InlineData("application/pdf", "", "attachment-refused")]
    [InlineData("application/json", "{}", "schema-mismatch")]
    public async Task An_answer_that_is_not_the_promised_file_is_an_incident_of_the_agency(string mediaType, string content, string code)
    {
        await using var node = await FileNode.StartAsync();
        node.Ministry.Answer = (_, context) => WriteAsync(context, mediaType, Encoding.ASCII.GetBytes(content), null);
        var caseId = await node.StartCaseAsync("GetExtract", new JsonObject { ["Number"] = "7" });

        var incident = Assert.Single((await node.EndAsync(caseId)).Incidents.Values);
        Assert.Equal((code, "archive"), (incident.Fault.Code, incident.Owner));
        Assert.Empty(await node.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
    }

    private static async Task WriteAsync(HttpContext context, string mediaType, byte[] first, string? disposition, byte[]? second = null)
    {
        context.Response.ContentType = mediaType;
        if (disposition is not null)
            context.Response.Headers.ContentDisposition = disposition;
        await context.Response.Body.WriteAsync(first);
        await context.Response.Body.WriteAsync(second ?? []);
    }
}
