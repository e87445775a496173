using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed class AttachmentTests(SharedServer shared)
{
    private static readonly byte[] Scan = Encoding.UTF8.GetBytes($"%PDF-1.7\n% {new string('x', 5000)}\n%%EOF\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_stored_once_per_key_and_read_back_in_whole_and_in_part()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var first = await UploadAsync(portal, Scan, "scan-1", "application/pdf", "?name=Gi%E1%BA%A5y.pdf");
        using var again = await UploadAsync(portal, Scan, "scan-1", "application/pdf", "?name=Gi%E1%BA%A5y.pdf");
        var view = await first.JsonAsync();
        var href = view.GetProperty("href").GetString()!;

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(href, first.Headers.Location?.ToString());
        Assert.Equal(view.GetProperty("reference").GetString(), (await again.JsonAsync()).GetProperty("reference").GetString());
        Assert.Equal(("Giấy.pdf", "application/pdf", "not-required", true), (view.GetProperty("name").GetString(), view.GetProperty("mediaType").GetString(), view.GetProperty("scan").GetString(), view.GetProperty("isUsable").GetBoolean()));

        using var whole = await portal.GetAsync(href + "/content", Cancellation);
        Assert.Equal(Scan, await whole.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(Digest(Scan), whole.Headers.GetValues("Repr-Digest").Single());
        using var head = await portal.SendAsync(new HttpRequestMessage(HttpMethod.Head, href + "/content"), Cancellation);
        Assert.Equal((HttpStatusCode.OK, (long?)Scan.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using var range = new HttpRequestMessage(HttpMethod.Get, href + "/content") { Headers = { Range = new RangeHeaderValue(1000, 1099) } };
        using var part = await portal.SendAsync(range, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(Scan[1000..1100], await part.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_form_carries_a_file_as_well()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        form.Add(new ByteArrayContent(Scan) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "file", "scan.pdf");
        using var answer = await SendAsync(portal, form, "scan-form");
        var view = await answer.JsonAsync();

        Assert.True(answer.StatusCode == HttpStatusCode.Created, view.GetRawText());
        Assert.Equal(("scan.pdf", (long)Scan.Length), (view.GetProperty("name").GetString(), view.GetProperty("size").GetInt64()));
        using var empty = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        using var refused = await SendAsync(portal, empty, "scan-none");
        await refused.ProblemAsync(422, "attachment-empty");
    }

    [Theory]
    [InlineData("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\r\n%PDF-1.7 breaks off")]
    [InlineData("--edge\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na note that breaks off")]
    [InlineData("--edge\r\nContent-Disposition: form-data; na")]
    [InlineData("no form at all")]
    public async Task A_form_that_breaks_off_is_told_and_its_key_is_free(string text)
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var key = $"broken-{text.Length}";
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=edge");
        using var broken = await SendAsync(portal, body, key);
        Assert.Contains("send it again", (await broken.ProblemAsync(400, "form-broken")).GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var whole = await UploadAsync(portal, Scan, key, "application/pdf");
        Assert.Equal(HttpStatusCode.Created, whole.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var program = await UploadAsync(portal, "MZ…"u8.ToArray(), "wrong-1", "application/pdf");
        await program.ProblemAsync(415, "attachment-type");
        using var empty = await UploadAsync(portal, [], "wrong-2", "application/pdf");
        await empty.ProblemAsync(422, "attachment-empty");
        using var damaged = await UploadAsync(portal, Scan, "wrong-3", "application/pdf", digest: Digest([1]));
        Assert.Contains(Hex(Scan), (await damaged.ProblemAsync(422, "attachment-hash")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var unread = await UploadAsync(portal, Scan, "wrong-3", "application/pdf", digest: "sha-256=nonsense");
        await unread.ProblemAsync(400, "bad-parameter");
        using var right = await UploadAsync(portal, Scan, "wrong-3", "application/pdf", digest: "sha-512=:AA==:, " + Digest(Scan));
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);
        using var other = await UploadAsync(portal, [.. Scan, 1], "wrong-3", "application/pdf");
        await other.ProblemAsync(409, "attachment-conflict");
        using var keyless = await portal.PostAsync("/api/v1/attachments", new ByteArrayContent(Scan), Cancellation);
        await keyless.ProblemAsync(400, "idempotency-key-missing");
    }

    [Fact]
    public async Task A_file_that_no_case_uses_is_seen_by_its_sender_alone()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var other = await shared.Server.ClientAsync(Role.Agency, "justice");
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var stored = await UploadAsync(portal, Scan, "private", "application/pdf");
        var href = (await stored.JsonAsync()).GetProperty("href").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync(href, Cancellation)).StatusCode);
        foreach (var stranger in new[] { other, administrator })
        {
            await (await stranger.GetAsync(href, Cancellation)).ProblemAsync(404, "attachment-not-found");
            await (await stranger.GetAsync(href + "/content", Cancellation)).ProblemAsync(404, "attachment-not-found");
        }

        await (await portal.GetAsync(href[..^64] + new string('0', 64), Cancellation)).ProblemAsync(404, "attachment-not-found");
    }

    internal static async Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] content, string key, string type, string query = "", string? digest = null)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (digest is not null)
            body.Headers.Add("Content-Digest", digest);
        return await SendAsync(client, body, key, query);
    }

    internal static async Task<string> ReferenceAsync(HttpClient client, byte[] content, string? key = null)
    {
        using var answer = await UploadAsync(client, content, key ?? Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), "application/pdf");
        return (await answer.JsonAsync()).GetProperty("reference").GetString()!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpContent body, string key, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments" + query) { Content = body, Headers = { { "Idempotency-Key", key } } };
        return await client.SendAsync(request, Cancellation);
    }

    private static string Digest(byte[] content) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
