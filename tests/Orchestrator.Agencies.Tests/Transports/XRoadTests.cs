using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Agencies.Transports;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Transports;

public sealed class XRoadTests
{
    private static Task<AgencyHost> StartAsync(string service = "VN/GOV/MOJ/civil status/registry") => AgencyHost.StartAsync(
        null,
        ("Agencies:test-registry:Transport", "XRoad"),
        ("Agencies:test-registry:XRoad:Client", "VN/GOV/HN/orchestrator"),
        ("Agencies:test-registry:XRoad:Service", service),
        ("Agencies:test-registry:XRoad:UserId", "VN-ORK"));

    [Fact]
    public async Task Calls_go_to_the_service_behind_the_security_server_with_the_headers_of_the_protocol()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) =>
        {
            context.Response.Headers["X-Road-Request-Id"] = "d4490e7f-305e-44c3-b869-beaaeda694e7";
            context.Response.Headers["X-Road-Request-Hash"] = "14sEri8SmLNy/DJyTob0ZddAskmdRy5ZUyhbr33iLkaA+gLpWcivUH16fzbuIs7hhs2AnA4lJDloiIihXMlVQA==";
            return MinistryServer.ReplyAsync(context, 200, """{"outcome":"registered","entryNumber":"12"}""");
        };

        var effect = await host.RegisterAsync(7);
        var complete = await host.Runtime.NextAsync<CompleteEffect>();

        var request = Assert.Single(host.Ministry.Requests);
        Assert.Equal("/registry/r1/VN/GOV/MOJ/civil status/registry/offices/00007/entries?urgent=true", Uri.UnescapeDataString(request.Target));
        Assert.Equal("VN/GOV/HN/orchestrator", request.Headers["X-Road-Client"]);
        Assert.Equal("VN-ORK", request.Headers["X-Road-UserId"]);
        Assert.Equal(effect.CaseId.ToString(), request.Headers["X-Road-Issue"]);
        Assert.True(Guid.TryParse(request.Headers["X-Road-Id"], out _));
        Assert.Contains("X-Road request d4490e7f-305e-44c3-b869-beaaeda694e7, hash 14sEri8SmLNy/", complete.Attempt!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server.ServerProxy.AccessDenied", 500)]
    [InlineData("Server.ClientProxy.NetworkError", 500)]
    [InlineData("Server.ServerProxy.UnknownService", 404)]
    public async Task An_error_of_the_exchange_concerns_all_calls_and_waits(string error, int status)
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) =>
        {
            context.Response.Headers["X-Road-Error"] = error;
            return MinistryServer.ReplyAsync(context, status, """{"type":"x","message":"Nguyễn Văn A","detail":"1"}""");
        };

        await host.RegisterAsync();

        var attempt = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", $"the data exchange answered {error}"), (attempt.Class, attempt.Detail));
    }

    [Fact]
    public async Task What_the_client_did_wrong_is_not_tried_again()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) =>
        {
            context.Response.Headers["X-Road-Error"] = "Client.BadRequest";
            return MinistryServer.ReplyAsync(context, 400, "");
        };

        await host.RegisterAsync();

        Assert.Equal("agency-refused", (await host.Runtime.NextAsync<FailEffect>()).Fault.Code);
    }

    [Fact]
    public async Task An_identifier_that_is_none_is_an_incident_with_what_to_correct()
    {
        await using var host = await StartAsync("VN/GOV/MOJ");

        await host.RegisterAsync();

        var fault = (await host.Runtime.NextAsync<FailEffect>()).Fault;
        Assert.Equal("transport-invalid", fault.Code);
        Assert.Contains("XRoad:Service", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VN/GOV/MOJ/sub", "VN/GOV/MOJ/sub")]
    [InlineData("VN/GOV/MOJ/a b", "VN/GOV/MOJ/a%20b")]
    [InlineData("VN/GOV/MOJ/a%20b", "VN/GOV/MOJ/a%20b")]
    [InlineData("VN/GOV/MOJ/..", null)]
    [InlineData("VN/GOV/MOJ", null)]
    [InlineData("VN/GOV/MOJ/sub/more", null)]
    [InlineData("VN//MOJ/sub", null)]
    [InlineData(null, null)]
    public void Identifiers_have_four_parts_each_encoded(string? client, string? expected) =>
        Assert.Equal(expected, XRoadParties.Read(client, "VN/GOV/MOJ/sub/service", null)?.Client);
}
