using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>A day without Justice under a moved clock: whole cases, in a real journal, over real HTTP, on a node that is replaced at noon and once more while the backlog drains.</summary>
public sealed class OutageDayTests
{
    private const int Cases = 1_000;

    /// <summary>So many are filed every ten minutes, until all are.</summary>
    private const int Batch = 10;

    /// <summary>What Justice takes in one step of the clock at its 200 requests a second.</summary>
    private const int Step = 20;

    /// <summary>After so many of them the node is replaced once more.</summary>
    private const int Restart = Cases / Step / 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_day_without_Justice_loses_no_case_storms_nobody_and_drains_in_order_of_deadline(bool isPostgres)
    {
        await using var cluster = isPostgres ? await PostgresCluster.StartAsync() : null;
        var start = new DateTimeOffset(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        await using var front = await MinistryServer.StartAsync();
        front.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");
        await using var node = await PilotNode.StartAsync(
            cluster is null ? null : await cluster.CreateDatabaseAsync(), polls: false, clock, document: text => text.Replace("x-deadline: PT1H", "x-deadline: P10D", StringComparison.Ordinal),
            settings: [("Agencies:justice:BaseUrl", new Uri(front.Address, "justice").ToString()), ("Agencies:Circuit:FirstProbe", "00:00:02")]);

        var cases = new List<CaseId>();
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (minute == 12 * 60)
                await ReplaceAsync();
            if (minute % Batch == 0 && cases.Count < Cases)
                await FileAsync();
            while (clock.GetUtcNow() < start.AddMinutes(minute + 1))
                Probe();
        }

        // One probe a minute, one of the new node, and what it took to find out; cases that retried by themselves would be a hundred thousand requests.
        Assert.InRange(front.Requests.Count, 24 * 60, (24 * 60) + 20);
        Assert.Equal((start, Cases), (Justice().DownSince!.Value, Justice().Waiting));
        var waiting = (await node.Services.GetRequiredService<WaitingCalls>().CountAsync(Stop))["justice"];
        Assert.Equal((Cases, start), (waiting.Waiting, waiting.Since));
        // Each of them has got its answer from Health meanwhile.
        Assert.Equal(Cases, node.Report.Requests["health/FindLiveBirthCertificate"]);

        front.Answer = node.ForwardAsync;
        var (sent, steps) = (front.Requests.Count, new List<List<int>>());
        Probe();
        while (true)
        {
            steps.Add([.. front.Requests.Skip(sent).Select(Number)]);
            sent += steps[^1].Count;
            if (Justice().Waiting == 0)
                break;
            if (steps.Count == Restart)
                await ReplaceAsync();
            else
                clock.Advance(TimeSpan.FromMilliseconds(100));
            Settle();
        }

        foreach (var caseId in cases)
        {
            var (state, ports) = await node.EndOfAsync(caseId);
            Assert.Empty(state.Incidents);
            Assert.Equal((CaseSubStatus.Finished, "Found", "Registered"), (state.SubStatus, ports["find"], ports["register"]));
        }

        // At the agency: each once, none faster than declared, and in each moment the most urgent ones. Out of order are the probe, and what a new node sends while it still reads what waits.
        Assert.Equal((Cases, 0), (node.Report.Registrations, node.Report.Doubles.Count));
        Assert.Equal(Enumerable.Range(0, Cases), steps.SelectMany(step => step).Order());
        Assert.All(steps, step => Assert.InRange(step.Count, 1, Step + 1));
        var due = steps.Where((_, index) => index != Restart).SelectMany((step, index) => step.Skip(index == 0 ? 1 : 0).Select(DueAt).Order()).ToList();
        Assert.Equal(due.Order(), due);

        // In our own store: nothing open, nothing that contradicts a journal.
        Assert.Equal(new CaseCounts(0, 0, 0, 0, 0), await node.Services.GetRequiredService<ICaseQueries>().CountAsync(Stop));
        var report = await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop);
        Assert.Equal((Cases, 0), (report.Cases, report.Faults.Count));

        AgencyStatus Justice() => node.Services.GetRequiredService<AgencyDirectory>().Find("justice")!;

        void Probe()
        {
            var asked = front.Requests.Count;
            clock.Advance(Justice().NextProbeAt!.Value - clock.GetUtcNow());
            Settle(after: asked);
        }

        async Task ReplaceAsync()
        {
            var asked = front.Requests.Count;
            await node.ReplaceAsync();
            Settle(after: asked);
        }

        async Task FileAsync()
        {
            cases.AddRange(await Task.WhenAll(Enumerable.Range(cases.Count, Batch).Select(FileOneAsync)));
            // The first four failures are tried again by themselves, in a moment of the clock; the fifth says that it is an outage.
            Settle(tryingAgain: cases.Count == Batch ? 4 : 0);
        }

        async Task<CaseId> FileOneAsync(int number)
        {
            var caseId = await node.StartCaseAsync(PilotDefinitions.FiledBirth, $$"""{"number":"G22.99.01-260302-{{number:0000}}"}""");
            await node.UntilAsync(caseId, state => !state.Bookmarks.IsEmpty);
            var runtime = node.Services.GetRequiredService<ICaseRuntime>();
            foreach (var command in (CaseCommand[])[new RecordMark(CaseDeadline.Mark, JsonSerializer.SerializeToElement(DueAt(number))), new DeliverEvent("filed", null)])
                Assert.IsType<CommandOutcome.Accepted>(await runtime.SendAsync(caseId, command, Actor.System, Stop));
            return caseId;
        }

        // No two the same, and not in the order in which they are filed.
        DateTimeOffset DueAt(int number) => start.AddDays(2).AddMinutes(number * 7919 % Cases);

        // Every case has its place: it waits, or is registered. As long as the clock stands still, nothing more happens then.
        void Settle(int after = 0, int tryingAgain = 0) => Assert.True(
            SpinWait.SpinUntil(
                () => front.Requests.Count > after && Justice() is { UnderWay: 0 } now && now.Waiting + node.Report.Registrations == cases.Count - tryingAgain, Patience),
            $"{cases.Count} cases, {node.Report.Registrations} registered, {front.Requests.Count} requests, at {clock.GetUtcNow():O} {Justice()}");
    }

    private static int Number(Received request) =>
        int.Parse(JsonElement.Parse(request.Body).GetProperty("dossierNumber").GetString()!.Split('-')[^1], CultureInfo.InvariantCulture);
}
