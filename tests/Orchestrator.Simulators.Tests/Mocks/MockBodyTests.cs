using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Simulators.Tests.Mocks;

/// <summary>Requests whose bodies are no JSON, and documents in several files.</summary>
public sealed class MockBodyTests
{
    private const string Archive = """
        openapi: 3.1.0
        info: { title: Archive, version: '1', x-agency: { code: archive, name: { vi: "Lưu trữ", en: "Archive" } } }
        paths:
          /scans:
            post:
              operationId: FileScan
              requestBody:
                required: true
                content:
                  multipart/form-data:
                    schema:
                      type: object
                      required: [title, pages, scan]
                      properties:
                        title: { type: string, minLength: 3 }
                        pages: { type: integer, minimum: 1 }
                        urgent: { type: boolean }
                        about: { type: object, required: [kind], properties: { kind: { type: string, enum: [deed, plan] } } }
                        tags: { type: array, items: { type: string, maxLength: 5 } }
                        scan: { type: string, format: binary }
              responses: { '200': { description: Filed, content: { application/json: { schema: { type: object, properties: { title: { type: string }, pages: { type: integer } } } } } } }
          /searches:
            post:
              operationId: Search
              requestBody:
                required: true
                content: { application/x-www-form-urlencoded: { schema: { type: object, required: [number], properties: { number: { type: integer }, tags: { type: array, items: { type: string } } } } } }
              responses: { '200': { description: Found, content: { application/json: { schema: { type: object, properties: { number: { type: integer } } } } } } }
          /notes:
            post:
              operationId: Note
              requestBody: { required: true, content: { text/plain: { schema: { type: string, maxLength: 20 } } } }
              responses: { '200': { description: Noted } }
          /papers:
            post:
              operationId: FilePaper
              requestBody: { required: true, content: { application/pdf: { schema: { type: string, format: binary } } } }
              responses: { '200': { description: Filed } }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_with_a_file_is_checked_by_its_schema_and_answered()
    {
        await using var agency = await MockAgency.StartAsync(Archive);
        using var right = await PostAsync(agency, "scans", Form("Địa bạ", "12", """{"kind":"deed"}""", "one"), "k1");
        var answer = await MockAgency.ReadAsync(right);
        Assert.Equal((HttpStatusCode.OK, "Địa bạ", 12), (right.StatusCode, (string?)answer["title"], (int)answer["pages"]!));

        // The same form under the same key is the same request; a file that changed by a byte is another.
        using var again = await PostAsync(agency, "scans", Form("Địa bạ", "12", """{"kind":"deed"}""", "one"), "k1");
        using var other = await PostAsync(agency, "scans", Form("Địa bạ", "12", """{"kind":"deed"}""", "two"), "k1");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (again.StatusCode, other.StatusCode));

        using var wrong = await PostAsync(agency, "scans", Form("x", "none", """{"kind":"song"}""", "one"), "k2");
        Assert.Equal(["/about/kind", "/pages", "/title"], await PointersAsync(wrong));
        using var broken = await PostAsync(agency, "scans", Body("--cut\r\nContent-Disposition: form-data; name=title\r\n\r\nbreaks", "multipart/form-data; boundary=cut"), "k3");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(1, agency.Host.Report().Registrations);
    }

    [Fact]
    public async Task Fields_texts_and_single_files_are_taken_as_the_document_says()
    {
        await using var agency = await MockAgency.StartAsync(Archive);
        using var fields = await PostAsync(agency, "searches", Body("number=7&tags=one&tags=two", "application/x-www-form-urlencoded"));
        Assert.Equal(7, (int)(await MockAgency.ReadAsync(fields))["number"]!);
        using var missing = await PostAsync(agency, "searches", Body("tags=one", "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        using var text = await PostAsync(agency, "notes", Body("Đã nhận", "text/plain; charset=utf-8"));
        Assert.Equal(HttpStatusCode.OK, text.StatusCode);
        using var tooLong = await PostAsync(agency, "notes", Body(new string('x', 21), "text/plain"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
        using var file = await PostAsync(agency, "papers", new ByteArrayContent(RandomNumberGenerator.GetBytes(2_000_000)) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } });
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task A_body_of_another_kind_is_told_which_are_taken()
    {
        await using var agency = await MockAgency.StartAsync(Archive);
        using var answer = await PostAsync(agency, "notes", Body("{}", "application/json"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("Expected a body of text/plain, but it is application/json", (string?)(await MockAgency.ReadAsync(answer))["detail"], StringComparison.Ordinal);
        using var none = await agency.Client.PostAsync("notes", null, Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
    }

    [Fact]
    public async Task Parts_of_a_document_may_lie_in_other_files_of_its_folder()
    {
        var files = new Dictionary<string, string>
        {
            ["schemas/note.yaml"] = "Note: { type: object, required: [text], properties: { text: { $ref: 'short.yaml' } } }",
            ["schemas/short.yaml"] = "{ type: string, maxLength: 5 }",
        };
        var (document, faults) = MockDocument.Read(
            """
            openapi: 3.1.0
            info: { title: Notes, version: '1' }
            paths:
              /notes:
                post:
                  operationId: Note
                  requestBody: { required: true, content: { application/json: { schema: { $ref: 'schemas/note.yaml#/Note' } } } }
                  responses: { '200': { description: Noted, content: { application/json: { schema: { $ref: 'schemas/note.yaml#/Note' } } } } }
            """,
            "openapi.yaml", "notes", files.GetValueOrDefault);
        Assert.Empty(faults);
        await using var agency = await MockAgency.StartAsync(document!);

        using var right = await agency.PostAsync("notes", new JsonObject { ["text"] = "short" }, "k1");
        using var wrong = await agency.PostAsync("notes", new JsonObject { ["text"] = "longer" }, "k2");
        Assert.Equal("short", (string?)(await MockAgency.ReadAsync(right))["text"]);
        Assert.Equal(["/text"], await PointersAsync(wrong));
    }

    private static async Task<HttpResponseMessage> PostAsync(MockAgency agency, string path, HttpContent content, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await agency.Client.SendAsync(request, Stop);
    }

    private static async Task<string[]> PointersAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return [.. (await MockAgency.ReadAsync(answer))["errors"]!.AsArray().Select(error => (string)error!["pointer"]!).Order()];
    }

    private static StringContent Body(string text, string contentType)
    {
        var content = new StringContent(text, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    private static MultipartFormDataContent Form(string title, string pages, string about, string scan) => new()
    {
        { new StringContent(title), "title" },
        { new StringContent(pages), "pages" },
        { new StringContent("true"), "urgent" },
        { new StringContent(about, Encoding.UTF8, "application/json"), "about" },
        { new StringContent("a"), "tags" },
        { new ByteArrayContent(Encoding.UTF8.GetBytes(scan)), "scan", "scan.pdf" },
    };
}
