using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.Signals;

namespace Orchestrator.Cases.Tests.Projections;

/// <summary>Searches that must come out the same on both databases.</summary>
internal static class SearchScenario
{
    public static async Task RunAsync(CasesHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        var numbers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            var accepted = (IntakeOutcome.Accepted)await host.SubmitAsync(ProcedureFiles.Quick, $"search-{i}", second: $"PORTAL-{i}", locality: i < 3 ? "00001" : "00002");
            await host.UntilAsync(accepted.Number, file => file.Holders.Count > 0);
            numbers.Add(accepted.Number);
            // Some arrive in the same instant, so that a page can end between them.
            if (i % 3 == 0) host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Get<CaseSignals>().SendAsync(numbers[6], "go", default, CasesHost.Portal, stop);
        await host.UntilAsync(numbers[6], file => file.FinishedAt is not null);

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await FindAsync(new CaseSearch { Limit = 2, Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.Number));
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(numbers.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal([numbers[2]], await NumbersAsync(new CaseSearch { Number = "PORTAL-2" }));
        Assert.Equal([numbers[4]], await NumbersAsync(new CaseSearch { Number = numbers[4] }));
        Assert.Equal(3, (await NumbersAsync(new CaseSearch { Localities = ["00001"] })).Count);
        Assert.Equal([numbers[6]], await NumbersAsync(new CaseSearch { Status = "returned" }));
        Assert.Equal(7, (await NumbersAsync(new CaseSearch { Agency = "justice" })).Count);
        Assert.Empty(await NumbersAsync(new CaseSearch { Agency = "labour" }));
        Assert.Equal(7, (await NumbersAsync(new CaseSearch { Procedure = "3.000001" })).Count);
        Assert.Equal(7, (await NumbersAsync(new CaseSearch { Procedure = ProcedureFiles.Quick })).Count);
        Assert.Empty(await NumbersAsync(new CaseSearch { Procedure = ProcedureFiles.Split }));
        Assert.Empty(await NumbersAsync(new CaseSearch { From = host.Time.GetUtcNow().AddDays(1) }));
        Assert.Equal(7, (await NumbersAsync(new CaseSearch { To = host.Time.GetUtcNow().AddDays(1).ToOffset(TimeSpan.FromHours(7)) })).Count);
        Assert.Empty(await NumbersAsync(new CaseSearch { Overdue = true }));
        host.Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(6, (await NumbersAsync(new CaseSearch { Overdue = true })).Count);
        Assert.Equal([numbers[6]], await NumbersAsync(new CaseSearch { Overdue = false }));
        var reader = host.Get<CaseFileReader>();
        Assert.IsType<SearchOutcome.InvalidCursor>(await reader.SearchAsync(new CaseSearch { Cursor = "!" }, stop));
        Assert.IsType<SearchOutcome.UnknownStatus>(await reader.SearchAsync(new CaseSearch { Status = "lost" }, stop));

        async Task<Page<CaseSummary>> FindAsync(CaseSearch search) => Assert.IsType<SearchOutcome.Found>(await host.Get<CaseFileReader>().SearchAsync(search, stop)).Page;

        async Task<List<string>> NumbersAsync(CaseSearch search) => [.. (await FindAsync(search)).Items.Select(item => item.Number)];
    }
}
