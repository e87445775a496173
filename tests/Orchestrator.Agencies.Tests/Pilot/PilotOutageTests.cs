using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Agencies.Tests.Transports;
using Orchestrator.Runtime.Checking;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>What an agency that does not work does to its own calls and to those of others, with the real engine, store and HTTP.</summary>
public sealed class PilotOutageTests
{
    private const string Poison = "G22.99.66";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("health", "find", "Found")]
    [InlineData("justice", "register", "Registered")]
    public async Task Calls_to_an_agency_whose_certificate_has_expired_wait_until_it_is_renewed_and_no_others_do(string code, string activity, string port)
    {
        using var certificates = new TestCertificates();
        var shown = certificates.Issue("agency", -3);
        await using var front = await MinistryServer.StartAsync(https => https.ServerCertificateSelector = (_, _) => shown);
        await using var node = await PilotNode.StartAsync(settings: [($"Agencies:{code}:TrustedCertificates", certificates.IssuerFile)]);
        front.Answer = node.ForwardAsync;
        node.Configuration[$"Agencies:{code}:BaseUrl"] = new Uri(front.Address, code).ToString();
        var isHealth = code == "health";

        var caseId = await node.StartCaseAsync(isHealth ? PilotDefinitions.CertificateLookup : PilotDefinitions.Birth());
        var state = await node.UntilAsync(caseId, state => state.Attempts.Values.Any(attempt => attempt.Class == "down"));
        Assert.StartsWith("no answer (the certificate expired on ", state.Attempts.Values.Single().Detail, StringComparison.Ordinal);
        Assert.Equal(CaseSubStatus.Finished, (await node.RunAsync(isHealth ? PilotDefinitions.Birth() : PilotDefinitions.CertificateLookup)).State.SubStatus);
        Assert.Empty(front.Requests);

        shown = certificates.Issue("agency");
        var (end, ports) = await node.EndOfAsync(caseId);
        Assert.Empty(end.Incidents);
        Assert.Equal((CaseSubStatus.Finished, port), (end.SubStatus, ports[activity]));
        Assert.Equal((1, 0), (node.Report.Registrations, node.Report.Doubles.Count));
    }

    [Fact]
    public async Task Twenty_poisoned_calls_do_not_delay_the_next_one()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var front = await MinistryServer.StartAsync();
        await using var node = await PilotNode.StartAsync(clock: clock, settings: [("Agencies:Circuit:LongestProbe", "00:00:01")]);
        front.Answer = (request, context) => request.Body.Contains(Poison, StringComparison.Ordinal) ? MinistryServer.ReplyAsync(context, 500, "") : node.ForwardAsync(request, context);
        node.Configuration["Agencies:justice:BaseUrl"] = new Uri(front.Address, "justice").ToString();
        var poisoned = new List<CaseId>();
        for (var number = 1; number <= 20; number++)
            poisoned.Add(await node.StartCaseAsync(PilotDefinitions.Birth($"{Poison}-260302-{number:0000}")));
        foreach (var caseId in poisoned)
            await MovingAsync(clock, node.UntilAsync(caseId, state => state.Attempts.Values.Any(attempt => attempt.Class == "down")));
        await UntilAsync(() => Status() is { UnderWay: 0, DownSince: not null });

        // One step of the clock, and it has its answer: not one of the twenty goes before it.
        var (sent, waiting) = (front.Requests.Count, Status().Waiting);
        var good = await node.StartCaseAsync(PilotDefinitions.Birth());
        await UntilAsync(() => Status().Waiting > waiting || front.Requests.Count > sent);
        if (Status().NextProbeAt is { } probe && probe > clock.GetUtcNow())
            clock.Advance(probe - clock.GetUtcNow());
        var (state, ports) = await node.EndOfAsync(good);
        Assert.Equal((CaseSubStatus.Finished, "Registered"), (state.SubStatus, ports["register"]));
        Assert.DoesNotContain(Poison, front.Requests.ElementAt(sent).Body, StringComparison.Ordinal);
        Assert.Equal(1, node.Report.Registrations);

        front.Answer = node.ForwardAsync;
        foreach (var caseId in poisoned)
            Assert.Empty((await MovingAsync(clock, node.EndOfAsync(caseId))).State.Incidents);
        Assert.Equal((21, 0), (node.Report.Registrations, node.Report.Doubles.Count));

        AgencyStatus Status() => node.Services.GetRequiredService<AgencyDirectory>().Find("justice")!;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_during_an_outage_loses_neither_its_beginning_nor_a_call(bool isPostgres)
    {
        await using var cluster = isPostgres ? await PostgresCluster.StartAsync() : null;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var node = await PilotNode.StartAsync(
            cluster is null ? null : await cluster.CreateDatabaseAsync(), clock: clock, settings: [("Agencies:Circuit:Failures", "1"), ("Agencies:Circuit:FirstProbe", "00:00:10")]);
        await node.BreakAsync("justice", "down", null);
        var began = clock.GetUtcNow();
        var first = await node.StartCaseAsync(PilotDefinitions.Birth("G22.99.01-260302-0001"));
        await node.UntilAsync(first, state => state.Attempts.Values.Any(attempt => attempt.Class == "down"));
        var second = await node.StartCaseAsync(PilotDefinitions.Birth("G22.99.01-260302-0002"));
        Assert.Equal(began, Status().DownSince);
        var asked = node.Report.Requests["justice/RegisterBirth"];

        clock.Advance(TimeSpan.FromSeconds(5));
        await node.ReplaceAsync();
        await UntilAsync(() => Status() is { Waiting: 2, UnderWay: 0, DownSince: not null } && node.Report.Requests["justice/RegisterBirth"] > asked);

        // The outage is as old as it was, the oldest call has waited as long, and one call alone has looked.
        Assert.Equal((began, asked + 1), (Status().DownSince, node.Report.Requests["justice/RegisterBirth"]));
        var count = (await node.Services.GetRequiredService<WaitingCalls>().CountAsync(Stop))["justice"];
        Assert.Equal((2, began), (count.Waiting, count.Since));
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop)).Faults);

        await node.MendAsync();
        foreach (var caseId in (CaseId[])[first, second])
        {
            var (state, ports) = await MovingAsync(clock, node.EndOfAsync(caseId));
            Assert.Empty(state.Incidents);
            Assert.Equal((CaseSubStatus.Finished, "Registered"), (state.SubStatus, ports["register"]));
        }

        Assert.Null(Status().DownSince);
        Assert.Equal((2, 0), (node.Report.Registrations, node.Report.Doubles.Count));
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop)).Faults);

        AgencyStatus Status() => node.Services.GetRequiredService<AgencyDirectory>().Find("justice")!;
    }

    /// <summary>Moves the clock until something has happened: calls go out at the declared rate, which that clock counts.</summary>
    private static async Task<T> MovingAsync<T>(FakeTimeProvider clock, Task<T> happening)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!happening.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await timer.WaitForNextTickAsync(Stop);
        }

        return await happening;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
