using System.Globalization;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Faults;

public sealed class OutageTests
{
    private const int Cases = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

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
        Settle(host, () => host.Runtime.Take().Any(command => command.Command is CompleteEffect));

        isDown = false;
        var asked = host.Ministry.Requests.Count;
        var back = host.Status.NextProbeAt!.Value;
        host.Time.Advance(back - host.Time.GetUtcNow());
        var commands = new List<(CaseId CaseId, CaseCommand Command)>();
        while (commands.Count(command => command.Command is CompleteEffect { Outcome: "Registered" }) < Cases)
        {
            var before = host.Ministry.Requests.Count;
            Settle(host, () => host.Status.UnderWay == 0);
            if (host.Ministry.Requests.Count == before)
                host.Time.Advance(TimeSpan.FromMilliseconds(20));
            commands.AddRange(host.Runtime.Take());
            Assert.True(host.Time.GetUtcNow() < back.AddMinutes(2), $"{commands.Count} of {Cases} after two minutes: {host.Status}");
        }

        Settle(host, () => host.Status is { Waiting: 0, UnderWay: 0 });
        Assert.Equal(Cases, commands.Where(command => command.Command is CompleteEffect).Select(command => command.CaseId).Distinct().Count());
        Assert.DoesNotContain(commands, command => command.Command is FailEffect or ReportIncident);
        Assert.Equal(Enumerable.Repeat(1, Cases), agency.Work.Values);
        // A machine under load can lose an answer, which costs one more request with the same key; never more than a few.
        var sent = host.Ministry.Requests.Skip(asked).Select(request => Number(request.Key)).ToList();
        Assert.InRange(sent.Count, Cases, Cases + 10);
        // The first was the probe; the rest is strictly in order, and no faster than declared.
        var order = sent.Skip(1).Distinct().Where(number => number != sent[0]).Select(number => deadlines[number]).ToList();
        Assert.Equal(order.Order(), order);
        Assert.True(host.Time.GetUtcNow() - back >= TimeSpan.FromSeconds((Cases - 10) / 50.0));
    }

    private static int Number(string key) => int.Parse(key["key-".Length..], CultureInfo.InvariantCulture);

    private static void Settle(AgencyHost host, Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"{host.Status}, {host.Ministry.Requests.Count} requests");
}
