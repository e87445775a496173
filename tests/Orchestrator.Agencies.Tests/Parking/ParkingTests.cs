using System.Globalization;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Parking;

public sealed class ParkingTests
{
    private const string Registered = """{"outcome":"registered"}""";

    private static Task<AgencyHost> StartAsync(string failures, string limits = "requestsPerSecond: 100000, concurrency: 1") => AgencyHost.StartAsync(
        text => text.Replace("requestsPerSecond: 50, concurrency: 2", limits, StringComparison.Ordinal), ("Agencies:Circuit:Failures", failures));

    private static void WaitFor(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(20)));

    private static IEnumerable<int> Order(AgencyHost host, int skip) => host.Ministry.Requests.Skip(skip)
        .Select(request => int.Parse(request.Key["key-".Length..], CultureInfo.InvariantCulture));

    [Fact]
    public async Task While_the_agency_is_down_calls_wait_and_then_drain_by_legal_deadline()
    {
        await using var host = await StartAsync("1");
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");
        var today = host.Time.GetUtcNow();

        await host.RegisterAsync(1, today.AddDays(3));
        var down = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("down", 503, null), (down.Class, down.Status, down.NextAttemptAt));
        foreach (var (number, days) in new[] { (2, 9), (3, 1), (4, 5), (5, 2) })
            await host.RegisterAsync(number, today.AddDays(days));
        await host.RegisterAsync(6);
        WaitFor(() => host.Status is { Waiting: 6, UnderWay: 0 });
        Assert.Equal((today, today.AddSeconds(2), today.AddDays(1)), (host.Status.DownSince, host.Status.NextProbeAt, host.Status.FirstDeadline));
        Assert.Single(host.Ministry.Requests);

        // The first probe fails: nothing is recorded again, and the next one waits longer.
        host.Time.Advance(TimeSpan.FromSeconds(2));
        WaitFor(() => host.Ministry.Requests.Count == 2 && host.Status is { Waiting: 6, UnderWay: 0 });
        Assert.Equal("down", (await host.Runtime.NextAsync<RecordAttempt>()).Attempt.Class);
        Assert.Equal(TimeSpan.FromSeconds(4), host.Status.NextProbeAt - host.Time.GetUtcNow());

        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        host.Time.Advance(TimeSpan.FromSeconds(4));
        for (var call = 0; call < 6; call++)
            await host.Runtime.NextAsync<CompleteEffect>();

        // 5 is the probe (3 was the one before); then strictly by deadline, calls without one last.
        Assert.Equal([5, 3, 1, 4, 2, 6], Order(host, 2));
        Assert.Null(host.Status.DownSince);
        Assert.Equal(0, host.Status.Waiting);
    }

    [Fact]
    public async Task A_day_of_outage_costs_few_requests_and_few_journal_entries()
    {
        await using var host = await StartAsync("1");
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");
        for (var number = 1; number <= 50; number++)
            await host.RegisterAsync(number);
        WaitFor(() => host.Status is { Waiting: 50, UnderWay: 0 });

        for (var probe = 1; probe <= 60; probe++)
        {
            var before = host.Ministry.Requests.Count;
            host.Time.Advance(host.Status.NextProbeAt!.Value - host.Time.GetUtcNow());
            WaitFor(() => host.Ministry.Requests.Count == before + 1 && host.Status is { Waiting: 50, UnderWay: 0 });
        }

        Assert.Equal(TimeSpan.FromMinutes(1), host.Status.NextProbeAt - host.Time.GetUtcNow());
        Assert.Equal(61, host.Ministry.Requests.Count);
        var entries = 0;
        while (!host.Runtime.HasNoMoreCommands)
        {
            await host.Runtime.NextAsync<RecordAttempt>();
            entries++;
        }

        Assert.Equal(50, entries);
    }

    [Fact]
    public async Task The_agencys_own_wish_to_wait_is_respected_by_all_its_calls()
    {
        await using var host = await StartAsync("5");
        host.Ministry.Answer = (_, context) =>
        {
            context.Response.Headers.RetryAfter = "120";
            return MinistryServer.ReplyAsync(context, 429, "");
        };

        await host.RegisterAsync(1);
        Assert.Null((await host.Runtime.NextAsync<RecordAttempt>()).Attempt.NextAttemptAt);
        await host.RegisterAsync(2);
        WaitFor(() => host.Status is { Waiting: 2, UnderWay: 0 });
        Assert.Equal(host.Time.GetUtcNow().AddSeconds(120), host.Status.NextProbeAt);

        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        host.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(host.Ministry.Requests);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.Runtime.NextAsync<CompleteEffect>();
        await host.Runtime.NextAsync<CompleteEffect>();
    }

    [Fact]
    public async Task Poisoned_calls_do_not_hold_up_the_next_one()
    {
        await using var host = await StartAsync("5");
        host.Ministry.Answer = (request, context) => request.Key == "key-21"
            ? MinistryServer.ReplyAsync(context, 200, Registered) : MinistryServer.ReplyAsync(context, 500, "");
        for (var number = 1; number <= 20; number++)
            await host.RegisterAsync(number, host.Time.GetUtcNow());
        WaitFor(() => host.Status is { DownSince: not null, UnderWay: 0 });
        await host.RegisterAsync(21, host.Time.GetUtcNow().AddDays(30));

        // Every failed probe makes way for a call that was not sent as one yet, so that the good one gets its turn and opens the way.
        var probes = 0;
        while (host.Ministry.Requests.All(request => request.Key != "key-21"))
        {
            Assert.True(++probes <= 21);
            var before = host.Ministry.Requests.Count;
            host.Time.Advance(host.Status.NextProbeAt!.Value - host.Time.GetUtcNow());
            WaitFor(() => host.Ministry.Requests.Count > before && (host.Status.UnderWay == 0 || host.Status.DownSince is null));
        }

        Assert.Equal(21, (await FindCompletionAsync(host)).CaseId.Value.ToByteArray()[0]);
    }

    [Fact]
    public async Task A_call_that_has_not_failed_yet_finds_out_before_those_that_have()
    {
        await using var host = await StartAsync("5");
        host.Ministry.Answer = (request, context) => request.Key == "key-6"
            ? MinistryServer.ReplyAsync(context, 200, Registered) : MinistryServer.ReplyAsync(context, 500, "");
        for (var number = 1; number <= 5; number++)
            await host.RegisterAsync(number, host.Time.GetUtcNow());
        WaitFor(() => host.Status is { DownSince: not null, UnderWay: 0 });
        await host.RegisterAsync(6, host.Time.GetUtcNow().AddDays(30));
        Assert.Equal(5, host.Ministry.Requests.Count);

        host.Time.Advance(host.Status.NextProbeAt!.Value - host.Time.GetUtcNow());

        Assert.Equal(6, (await FindCompletionAsync(host)).CaseId.Value.ToByteArray()[0]);
        Assert.Equal("key-6", host.Ministry.Requests.ElementAt(5).Key);
    }

    [Fact]
    public async Task What_was_settled_while_it_waited_is_not_sent()
    {
        await using var host = await StartAsync("1");
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");
        await host.RegisterAsync(1);
        var withdrawn = await host.RegisterAsync(2);
        WaitFor(() => host.Status is { Waiting: 2, UnderWay: 0 });
        await host.Runtime.NextAsync<RecordAttempt>();
        host.Runtime.Abandon(withdrawn);

        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await host.Runtime.NextAsync<CompleteEffect>();
        WaitFor(() => host.Status is { Waiting: 0, UnderWay: 0 });

        Assert.Equal([1, 1], Order(host, 0));
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_agency_takes()
    {
        await using var host = await StartAsync("5", "requestsPerSecond: 100000, concurrency: 3");
        var gate = new SemaphoreSlim(0);
        host.Ministry.Answer = async (_, context) =>
        {
            await gate.WaitAsync(context.RequestAborted);
            await MinistryServer.ReplyAsync(context, 200, Registered);
        };
        for (var number = 1; number <= 8; number++)
            await host.RegisterAsync(number);

        WaitFor(() => host.Ministry.Requests.Count == 3);
        Assert.Equal((5, 3), (host.Status.Waiting, host.Status.UnderWay));
        gate.Release(8);
        for (var call = 0; call < 8; call++)
            await host.Runtime.NextAsync<CompleteEffect>();
        Assert.Equal(8, host.Ministry.Requests.Count);
    }

    [Fact]
    public async Task Calls_start_at_the_declared_rate()
    {
        await using var host = await StartAsync("5", "requestsPerSecond: 2, concurrency: 10");
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        for (var number = 1; number <= 3; number++)
            await host.RegisterAsync(number);

        await host.Runtime.NextAsync<CompleteEffect>();
        Assert.Equal((1, 2), (host.Ministry.Requests.Count, host.Status.Waiting));
        host.Time.Advance(TimeSpan.FromMilliseconds(500));
        await host.Runtime.NextAsync<CompleteEffect>();
        Assert.Equal((2, 1), (host.Ministry.Requests.Count, host.Status.Waiting));
        host.Time.Advance(TimeSpan.FromMilliseconds(500));
        await host.Runtime.NextAsync<CompleteEffect>();
    }

    private static async Task<(CaseId CaseId, CompleteEffect Command)> FindCompletionAsync(AgencyHost host)
    {
        while (true)
        {
            var (caseId, command) = await host.Runtime.NextOfCaseAsync<CaseCommand>();
            if (command is CompleteEffect complete)
                return (caseId, complete);
        }
    }
}
