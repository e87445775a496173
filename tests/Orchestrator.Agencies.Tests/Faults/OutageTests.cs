using System.Globalization;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Faults;

public sealed class OutageTests
{
    private const int Cases = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A day of outage under a moved clock, over real HTTP.</summary>
    [Fact]
    public async Task A_day_without_the_agency_loses_nothing_storms_nobody_and_ends_in_order_of_deadline()
    {
        await using var host = await AgencyHost.StartAsync(text => text.Replace("requestsPerSecond: 50, concurrency: 2", "requestsPerSecond: 50, concurrency: 1", StringComparison.Ordinal));
        var agency = new LedgerMinistry(answersLater: false);
        var isDown = true;
        host.Ministry.Answer = (request, context) => isDown && request.Target.StartsWith("/registry", StringComparison.Ordinal)
            ? MinistryServer.ReplyAsync(context, 503, "") : agency.AnswerAsync(request, context);
        var start = host.Time.GetUtcNow();
        var deadlines = Enumerable.Range(1, Cases).ToDictionary(number => number, number => start.AddDays(2).AddMinutes(number * 7919 % Cases));

        foreach (var (number, deadline) in deadlines)
            await host.RegisterAsync(number, deadline);
        Settle(host, () => host.Status is { DownSince: not null, UnderWay: 0 });
        while (host.Time.GetUtcNow() < start.AddDays(1))
        {
            var before = host.Ministry.Requests.Count;
            host.Time.Advance(host.Status.NextProbeAt!.Value - host.Time.GetUtcNow());
            Settle(host, () => host.Ministry.Requests.Count > before && host.Status.UnderWay == 0);
        }

        // One probe a minute, and what it took to find out; a thousand calls that retried by themselves would be a hundred thousand requests.
        Assert.InRange(host.Ministry.Requests.Count, 24 * 60, (24 * 60) + 20);
        await host.RegisterElsewhereAsync(5_000);
        Settle(host, () => host.Ministry.Requests.Last().Target.StartsWith("/other", StringComparison.Ordinal));
        host.Runtime.Take();

        isDown = false;
        var asked = host.Ministry.Requests.Count;
        var back = host.Status.NextProbeAt!.Value;
        host.Time.Advance(back - host.Time.GetUtcNow());
        while (host.Ministry.Requests.Count < asked + Cases)
        {
            var before = host.Ministry.Requests.Count;
            Settle(host, () => host.Status.UnderWay == 0);
            if (host.Ministry.Requests.Count == before)
                host.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Settle(host, () => host.Status is { Waiting: 0, UnderWay: 0 });
        var completed = host.Runtime.Take().Where(command => command.Command is CompleteEffect { Outcome: "Registered" }).Select(command => command.CaseId).ToList();
        Assert.Equal(Cases, completed.Distinct().Count(id => id.Value.ToByteArray() is var bytes && BitConverter.ToInt32(bytes) <= Cases));
        Assert.Equal(Cases, agency.Work.Count);
        Assert.Equal(asked + Cases, host.Ministry.Requests.Count);
        // The first was the probe; the rest is strictly in order, and no faster than declared.
        var order = host.Ministry.Requests.Skip(asked + 1).Select(request => deadlines[int.Parse(request.Key["key-".Length..], CultureInfo.InvariantCulture)]).ToList();
        Assert.Equal(order.Order(), order);
        Assert.InRange((host.Time.GetUtcNow() - back).TotalSeconds, (Cases - 10) / 50.0, Cases / 50.0 * 1.5);
    }

    private static void Settle(AgencyHost host, Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"{host.Status}, {host.Ministry.Requests.Count} requests");
}
