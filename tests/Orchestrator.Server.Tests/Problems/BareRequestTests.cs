using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Problems;

[Collection(SharedServerCollection.Name)]
public sealed class BareRequestTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_address_is_not_found_for_callers_and_unauthenticated_for_others()
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var found = await auditor.GetAsync("/api/v1/nothing", Cancellation);
        await found.ProblemAsync(404, "not-found");
        using var anyone = shared.Server.Anonymous();
        using var refused = await anyone.GetAsync("/api/v1/nothing", Cancellation);
        await refused.ProblemAsync(401, "unauthenticated");
    }

    [Fact]
    public async Task A_wrong_method_is_told_with_those_that_are_allowed()
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var answer = await auditor.PutAsync("/api/v1/procedures", null, Cancellation);

        await answer.ProblemAsync(405, "method-not-allowed");
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_wrong_media_type_is_told()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var answer = await administrator.PostAsync("/api/v1/keys", new StringContent("<key/>", Encoding.UTF8, "application/xml"), Cancellation);

        await answer.ProblemAsync(415, "media-type");
    }

    [Theory]
    [InlineData("{", 1, 2)]
    [InlineData("{\n  \"name\": oops\n}", 2, 11)]
    [InlineData("", 1, 1)]
    public async Task Malformed_JSON_is_told_with_its_place(string body, int line, int position)
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var answer = await administrator.PostAsync("/api/v1/keys", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

        var detail = (await answer.ProblemAsync(400, "malformed-json")).GetProperty("detail").GetString();
        Assert.Contains($"line {line}, byte {position}", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_5_MB_is_told_before_it_is_read()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        administrator.DefaultRequestHeaders.ExpectContinue = true;
        using var content = new ByteArrayContent(new byte[5 * 1024 * 1024]);
        content.Headers.ContentType = new("application/json");
        using var answer = await administrator.PostAsync("/api/v1/keys", content, Cancellation);

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task A_body_that_grows_too_long_on_the_way_is_told()
    {
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        using var content = new StreamContent(new MemoryStream(new byte[1024 * 1024 + 1]));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await administrator.SendAsync(request, Cancellation);

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Theory]
    [InlineData("vi", "Không tìm thấy")]
    [InlineData("en-GB,en;q=0.8", "Not found")]
    [InlineData("fr", "Không tìm thấy")]
    public async Task Problems_speak_the_language_that_is_asked_for(string language, string title)
    {
        using var client = shared.Server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", await shared.Server.KeyAsync(Role.Auditor));
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        using var answer = await client.GetAsync("/api/v1/nothing", Cancellation);

        Assert.Equal(title, (await answer.ProblemAsync(404, "not-found")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_parameter_that_cannot_be_read_is_a_problem()
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var answer = await auditor.GetAsync("/api/v1/cases?limit=many", Cancellation);
        await answer.ProblemAsync(400, "bad-request");
        using var tooMany = await auditor.GetAsync("/api/v1/cases?limit=100000", Cancellation);
        await tooMany.ProblemAsync(400, "bad-parameter");
    }

    [Fact]
    public async Task What_nobody_expected_is_told_without_the_inside()
    {
        const string inside = "the inside";
        await using var server = await TestServer.StartAsync(customize: builder =>
            builder.Services.AddSingleton<AgencyDirectory>(_ => throw new InvalidOperationException(inside)));
        using var client = await server.ClientAsync(Role.Administrator);
        using var answer = await client.GetAsync("/api/v1/agencies", Cancellation);

        var problem = await answer.ProblemAsync(500, "internal");
        Assert.DoesNotContain(inside, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_on_the_wire_leaves_the_server_running()
    {
        using (var garbage = new TcpClient())
        {
            await garbage.ConnectAsync(IPAddress.Loopback, shared.Server.Address.Port, Cancellation);
            await garbage.GetStream().WriteAsync("\0\0 this is not HTTP\r\n\r\n"u8.ToArray(), Cancellation);
        }

        using var client = shared.Server.Anonymous();
        using var answer = await client.GetAsync("/health/live", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var client = shared.Server.Anonymous();
        foreach (var path in (string[])["/", "/sign-in", "/api/v1/cases", "/openapi/v1.json", "/reference", "/health/live"])
        {
            using var answer = await client.GetAsync(path, Cancellation);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }
}
