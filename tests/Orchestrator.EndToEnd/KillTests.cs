using System.Globalization;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd;

/// <summary>The promise in one test: whatever the moment of a power cut, no case is lost, stuck or done twice.</summary>
public sealed class KillTests
{
    private const int Cases = 200;
    private const int Kills = 20;
    private const int RequestsPerBirth = 5;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);

    [Fact]
    public Task On_sqlite_200_births_survive_20_kills_at_random_moments() => SurviveAsync(null, seed: 1);

    [Fact]
    public async Task On_postgresql_200_births_survive_20_kills_at_random_moments()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await SurviveAsync(await cluster.CreateDatabaseAsync(), seed: 2);
    }

    private static async Task SurviveAsync(string? postgres, int seed)
    {
        await using var deployment = await Deployment.StartAsync(postgres);
        using var agency = deployment.ClientOf("agency");
        using var auditor = deployment.ClientOf("auditor");
        var applications = await deployment.ApplicationsAsync("birth", seed * 1000, Cases);
        var submissions = Task.WhenAll(applications.Select((application, i) =>
            agency.SubmitUntilAnsweredAsync(CaseApi.Birth, application, $"birth-{i}", Bound)));

        foreach (var requests in RandomMoments(seed))
        {
            await Eventually.TrueAsync(
                async () => (await deployment.ReportAsync()).AllRequests >= requests, Bound,
                () => $"the agencies to get {requests} requests, but the server printed:{Environment.NewLine}{deployment.Server.Output}");
            await deployment.Server.KillAsync();
            await deployment.Server.StartAsync();
        }

        var numbers = await submissions;
        Assert.Equal(Cases, numbers.Distinct().Count());
        foreach (var number in numbers)
        {
            var file = await auditor.CaseWhenFinishedAsync(number, Bound);
            Assert.Equal("returned", file["status"]!["key"]!.GetValue<string>());
            var sequences = (await auditor.HistoryAsync(number)).Select(entry => entry["sequence"]!.GetValue<long>());
            Assert.Equal(Enumerable.Range(1, sequences.Count()).Select(i => (long)i), sequences);
        }

        AssertNumbersHaveNoGap(numbers);
        var report = await deployment.ReportAsync();
        Assert.Empty(report.Doubles);
        await deployment.Server.KillAsync();
        await JournalCheck.PassesAsync(deployment, Cases);
    }

    // The moments are counted in requests that reached the agencies, so that every kill hits cases in flight however fast the machine is.
    private static IEnumerable<int> RandomMoments(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Kills).Select(_ => random.Next(1, Cases * RequestsPerBirth)).Order();
    }

    private static void AssertNumbersHaveNoGap(IEnumerable<string> numbers)
    {
        foreach (var day in numbers.GroupBy(number => number[..number.LastIndexOf('-')]))
        {
            var counters = day.Select(number => int.Parse(number[(number.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture)).Order().ToArray();
            Assert.Equal(Enumerable.Range(1, counters.Length), counters);
        }
    }
}
