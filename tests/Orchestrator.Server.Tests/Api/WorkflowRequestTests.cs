using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Running;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Tests.Api;

/// <summary>Real requests to endpoints that a designer has drawn.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class WorkflowRequestTests(SharedServer shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_starts_a_case_and_gets_the_answer_that_the_case_writes()
    {
        await ImportAsync("http-answers", Endpoint("births/{number}", "POST"), Answer("Created", "({ number: getOutputFrom('endpoint', 'RouteData').number, name: getOutputFrom('endpoint', 'ParsedContent').name })"));
        using var client = shared.Server.Anonymous();
        using var answer = await client.PostAsJsonAsync("/workflows/births/7?a=1", new { name = "An" }, Token);
        Assert.Equal((HttpStatusCode.Created, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("""{"number":"7","name":"An"}""", await answer.Content.ReadAsStringAsync(Token));
        var state = await StateAsync(answer);
        Assert.Equal("1", state.Started.Trigger!.Payload!.Value.GetProperty("queryStringData").GetProperty("a").GetString());
    }

    [Fact]
    public async Task A_case_that_waits_first_has_taken_the_request_and_takes_the_next_one_by_its_id()
    {
        await ImportAsync("http-waits", Endpoint("waits", "POST"), Endpoint("waits/go", "PUT", "second", starts: false), Answer("OK", "'gone on'"));
        using var client = shared.Server.Anonymous();
        using var first = await client.PostAsync("/workflows/waits", null, Token);
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("workflowInstanceId").GetString();
        using var other = await client.PostAsync("/workflows/waits", null, Token);
        using var unclear = await client.PutAsync("/workflows/waits/go", null, Token);
        await unclear.ProblemAsync(409, "endpoint-ambiguous");
        using var second = await client.PutAsync($"/workflows/waits/go?workflowInstanceId={id}", null, Token);
        Assert.Equal("gone on", await second.Content.ReadAsStringAsync(Token));
        Assert.Equal(CaseStatus.Finished, (await StateAsync(second)).Status);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_before_there_is_a_case()
    {
        await ImportAsync("http-guards", Endpoint("guarded", "POST", authorize: true), Answer("OK", "'in'"));
        using var anonymous = shared.Server.Anonymous();
        await (await anonymous.PostAsync("/workflows/guarded", null, Token)).ProblemAsync(401, "unauthenticated");
        using var agency = await shared.Server.ClientAsync(Role.Agency, "portal");
        Assert.Equal("in", await (await agency.PostAsync("/workflows/guarded", null, Token)).Content.ReadAsStringAsync(Token));
        using var get = await agency.GetAsync("/workflows/guarded", Token);
        await get.ProblemAsync(405, "method-not-allowed");
        Assert.Equal(["POST"], get.Content.Headers.Allow);
        await (await agency.GetAsync("/workflows/nothing/here", Token)).ProblemAsync(404, "not-found");
        await (await agency.PostAsync("/workflows/guarded", new StringContent("{", Encoding.UTF8, "application/json"), Token)).ProblemAsync(400, "malformed-json");
        await (await agency.PostAsync("/workflows/guarded", new ByteArrayContent(new byte[1024 * 1024 + 1]), Token)).ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task The_same_key_starts_one_case_and_secrets_of_the_sender_do_not_reach_it()
    {
        await ImportAsync("http-key", Endpoint("keyed", "POST"));
        using var client = await shared.Server.ClientAsync(Role.Agency, "portal");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        using var first = await client.PostAsJsonAsync("/workflows/keyed", new { n = 1 }, Token);
        using var again = await client.PostAsJsonAsync("/workflows/keyed", new { n = 1 }, Token);
        Assert.Equal(await first.Content.ReadAsStringAsync(Token), await again.Content.ReadAsStringAsync(Token));
        using var other = await client.PostAsJsonAsync("/workflows/keyed", new { n = 2 }, Token);
        await other.ProblemAsync(409, "idempotency-conflict");
        Assert.False((await StateAsync(first)).Started.Trigger!.Payload!.Value.GetProperty("headers").TryGetProperty("X-Api-Key", out _));
    }

    [Fact]
    public async Task The_same_key_with_another_query_is_a_conflict()
    {
        await ImportAsync("http-key-query", Endpoint("keyed-query/{number}", "GET"));
        using var client = await shared.Server.ClientAsync(Role.Agency, "portal");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        using var first = await client.GetAsync("/workflows/keyed-query/1?a=1", Token);
        using var again = await client.GetAsync("/workflows/keyed-query/1?a=1", Token);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        await (await client.GetAsync("/workflows/keyed-query/1?a=2", Token)).ProblemAsync(409, "idempotency-conflict");
        await (await client.GetAsync("/workflows/keyed-query/2?a=1", Token)).ProblemAsync(409, "idempotency-conflict");
    }

    [Fact]
    public async Task The_fields_of_a_form_are_the_content()
    {
        await ImportAsync("http-forms", Endpoint("forms", "POST"), Answer("OK", "getOutputFrom('endpoint', 'ParsedContent')"));
        using var client = shared.Server.Anonymous();
        using var multipart = new MultipartFormDataContent { { new StringContent("Nguyễn Văn An"), "name" }, { new StringContent("1"), "child" }, { new StringContent("2"), "child" } };
        using var encoded = new FormUrlEncodedContent([new("name", "Nguyễn Văn An"), new("child", "1"), new("child", "2")]);
        foreach (HttpContent form in (HttpContent[])[multipart, encoded])
        {
            using var answer = await client.PostAsync("/workflows/forms", form, Token);
            var content = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.Equal("Nguyễn Văn An", content.GetProperty("name").GetString());
            Assert.Equal(["1", "2"], content.GetProperty("child").EnumerateArray().Select(value => value.GetString()));
        }
    }

    [Fact]
    public async Task A_form_that_is_sent_again_under_its_key_is_the_same_whatever_its_boundary()
    {
        await ImportAsync("http-form-key", Endpoint("form-key", "POST"));
        using var client = await shared.Server.ClientAsync(Role.Agency, "portal");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        var answers = new List<string>();
        foreach (var boundary in (string[])["one", "other"])
        {
            using var form = new MultipartFormDataContent(boundary) { { new StringContent("An"), "name" } };
            using var answer = await client.PostAsync("/workflows/form-key", form, Token);
            answers.Add(await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.Equal(answers[0], answers[1]);
        using var changed = new MultipartFormDataContent("one") { { new StringContent("Binh"), "name" } };
        await (await client.PostAsync("/workflows/form-key", changed, Token)).ProblemAsync(409, "idempotency-conflict");
    }

    [Fact]
    public async Task A_form_with_a_file_or_without_its_end_or_too_large_is_refused_with_what_to_do()
    {
        await ImportAsync("http-files", Endpoint("files", "POST"), Answer("OK", "'in'"));
        using var client = shared.Server.Anonymous();
        using var file = new MultipartFormDataContent { { new StringContent("An"), "name" }, { new ByteArrayContent([1, 2, 3]), "scan", "scan.pdf" } };
        var refused = await (await client.PostAsync("/workflows/files", file, Token)).ProblemAsync(415, "endpoint-files");
        Assert.Contains("/api/v1/attachments", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("scan.pdf", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var cut = Typed("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "multipart/form-data; boundary=b");
        await (await client.PostAsync("/workflows/files", cut, Token)).ProblemAsync(400, "malformed-form");
        using var bare = Typed("x", "multipart/form-data");
        await (await client.PostAsync("/workflows/files", bare, Token)).ProblemAsync(400, "malformed-form");
        using var mixed = Typed("--b--", "multipart/mixed; boundary=b");
        await (await client.PostAsync("/workflows/files", mixed, Token)).ProblemAsync(415, "media-type");
        // Few bytes, which are on their way before the server refuses them: a long body would meet a closed connection.
        await ImportAsync("http-small", Endpoint("small", "POST", limit: 100), Answer("OK", "'in'"));
        using var large = new MultipartFormDataContent { { new StringContent(new string('x', 200)), "name" } };
        await (await client.PostAsync("/workflows/small", large, Token)).ProblemAsync(413, "body-too-large");

        static StringContent Typed(string body, string contentType)
        {
            var content = new StringContent(body);
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
            return content;
        }
    }

    [Fact]
    public async Task A_definition_reaches_no_host_that_is_not_allowed()
    {
        await ImportAsync("http-sends", Endpoint("sends", "POST"), new { id = "send", type = "Elsa.FlowSendHttpRequest", version = 1, url = Literal("http://127.0.0.1:9/") });
        using var client = shared.Server.Anonymous();
        using var answer = await client.PostAsync("/workflows/sends", null, Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        CaseState state;
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((state = await StateAsync(answer)).Incidents.IsEmpty) await looks.WaitForNextTickAsync(Token);
        Assert.Equal("host-not-allowed", Assert.Single(state.Incidents.Values).Fault.Code);
    }

    private async Task<CaseState> StateAsync(HttpResponseMessage answer)
    {
        var id = CaseId.Parse(answer.Headers.GetValues("x-elsa-workflow-instance-id").Single(), null);
        return (await shared.Server.Services.GetRequiredService<ICaseRuntime>().FindAsync(id, Token))!;
    }

    private async Task ImportAsync(string id, params object[] activities)
    {
        var definition = JsonSerializer.SerializeToUtf8Bytes(new { definitionId = id, name = id, root = new { id = "root", type = "Elsa.Sequence", version = 1, activities } });
        Assert.IsType<ImportOutcome.Imported>(await shared.Server.Services.GetRequiredService<IDefinitionStore>().ImportAsync(definition, "test", Token));
    }

    private static object Endpoint(string path, string method, string id = "endpoint", bool starts = true, bool authorize = false, long? limit = null) => new
    {
        id,
        type = "Elsa.HttpEndpoint",
        version = 1,
        path = Literal(path),
        supportedMethods = Literal($"[\"{method}\"]"),
        authorize = Literal(authorize),
        requestSizeLimit = limit is { } bytes ? Literal(bytes) : null,
        customProperties = new { canStartWorkflow = starts },
    };

    private static object Answer(string status, string script) => new
    {
        id = "answer",
        type = "Elsa.WriteHttpResponse",
        version = 1,
        statusCode = Literal(status),
        content = new { expression = new { type = "JavaScript", value = script } },
    };

    private static object Literal(object value) => new { expression = new { type = "Literal", value } };
}
