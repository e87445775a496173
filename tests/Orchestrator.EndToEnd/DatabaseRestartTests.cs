using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd;

/// <summary>The database goes away under load; the server waits, goes on, and loses nothing.</summary>
public sealed class DatabaseRestartTests
{
    private const int Cases = 150;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task PostgreSQL_crashes_three_times_under_load_and_every_case_still_finishes_once()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var deployment = await Deployment.StartAsync(await cluster.CreateDatabaseAsync());
        using var agency = deployment.ClientOf("agency");
        using var auditor = deployment.ClientOf("auditor");
        var applications = await deployment.ApplicationsAsync("death", 5000, Cases);
        var submissions = Task.WhenAll(applications.Select((application, i) =>
            agency.SubmitUntilAnsweredAsync(CaseApi.Death, application, $"death-{i}", Bound)));

        foreach (var requests in new[] { 40, 160, 280 })
        {
            await Eventually.TrueAsync(
                async () => (await deployment.ReportAsync()).AllRequests >= requests, Bound, () => $"the agencies to get {requests} requests");
            await cluster.CrashAsync();
            await cluster.UpAsync();
        }

        var numbers = await submissions;
        Assert.Equal(Cases, numbers.Distinct().Count());
        foreach (var number in numbers)
        {
            var file = await auditor.CaseWhenFinishedAsync(number, Bound);
            Assert.Equal("returned", file["status"]!["key"]!.GetValue<string>());
        }

        Assert.Empty((await deployment.ReportAsync()).Doubles);
        await deployment.Server.KillAsync();
        await JournalCheck.PassesAsync(deployment, Cases);
    }
}
