using System.Text.Json;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class StatusOrderTests
{
    private const string Document = """
        openapi: 3.1.0
        info: { title: Registry, version: 1.0.0, x-agency: { code: test-registry } }
        servers: [ { url: "http://127.0.0.1:9/registry" } ]
        paths:
          /statuses:
            post:
              operationId: SetStatus
              x-status-order: { input: status, order: [1, 3, 7, 4, 5], per: dossier }
              x-reply-classes:
                - { status: 200, class: done }
                - { status: 409, class: already-done }
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [dossier, status]
                      properties: { dossier: { type: string }, status: { type: integer } }
              responses: { '200': { description: Taken } }
        """;

    private static Task<AgencyHost> StartAsync() => AgencyHost.StartAsync(_ => Document);

    private static async Task SendAsync(AgencyHost host, int status, string effect = "e1", string dossier = "D-1") => await host.Runtime.RequestAsync(
        $$$"""{"agency":"test-registry","operation":"SetStatus","inputs":{"Dossier":"{{{dossier}}}","Status":{{{status}}}}}""", 1, null, effect);

    private static IEnumerable<int> Sent(AgencyHost host) => host.Ministry.Requests.Select(request => JsonElement.Parse(request.Body).GetProperty("status").GetInt32());

    [Fact]
    public async Task Missing_predecessors_are_sent_in_order_each_with_its_own_key_and_mark()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, "{}");

        await SendAsync(host, 1);
        await host.Runtime.NextAsync<CompleteEffect>();
        await SendAsync(host, 4, "e2");
        await host.Runtime.NextAsync<CompleteEffect>();
        await SendAsync(host, 5, "e3");
        await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal([1, 3, 7, 4, 5], Sent(host));
        Assert.Equal(5, host.Ministry.Requests.Select(request => request.Key).Distinct().Count());
        Assert.Equal(5, host.Runtime.MarkNames.Count(name => name.StartsWith("agency-status:test-registry:SetStatus:", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Runtime.MarkNames, name => name.Contains("D-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_dossier_begins_from_the_beginning_and_a_status_outside_the_order_goes_as_it_is()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, "{}");

        await SendAsync(host, 3);
        await host.Runtime.NextAsync<CompleteEffect>();
        await SendAsync(host, 3, "e2", "D-2");
        await host.Runtime.NextAsync<CompleteEffect>();
        await SendAsync(host, 2, "e3");
        await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal([1, 3, 1, 3, 2], Sent(host));
    }

    [Fact]
    public async Task After_a_failure_in_between_the_next_try_goes_on_where_it_stopped()
    {
        await using var host = await StartAsync();
        var isDown = true;
        host.Ministry.Answer = (request, context) => isDown && request.Body.Contains("\"status\":3", StringComparison.Ordinal)
            ? MinistryServer.ReplyAsync(context, 503, "") : MinistryServer.ReplyAsync(context, 200, "{}");

        await SendAsync(host, 7);
        Assert.Equal("down", (await host.Runtime.NextAsync<RecordAttempt>()).Attempt.Class);
        isDown = false;
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.Runtime.NextAsync<CompleteEffect>();

        Assert.Equal([1, 3, 3, 7], Sent(host));
        Assert.Equal(3, host.Ministry.Requests.Select(request => request.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_predecessor_that_is_refused_stops_the_call_with_both_statuses_named()
    {
        await using var host = await StartAsync();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 422, "{}");

        await SendAsync(host, 3);

        var fault = (await host.Runtime.NextAsync<FailEffect>()).Fault;
        Assert.Equal("status-order", fault.Code);
        Assert.Contains("status 1 before 3", fault.Message, StringComparison.Ordinal);
    }
}
