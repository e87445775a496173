using System.Text;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Tests.Projections;

namespace Orchestrator.Cases.Tests.CaseFiles;

public sealed class ReadingTests
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    [Fact]
    public async Task A_finished_case_shows_its_steps_its_results_and_masks_personal_data()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Quick);
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 11, 9, 0, 0, Vietnam));
        await host.Get<CaseSignals>().SendAsync(number, "go", Encoding.UTF8.GetBytes("{}"), CasesHost.Portal, Stop);
        var file = await host.UntilAsync(number, file => file.FinishedAt is not null);
        Assert.Equal(["Bước Receive", "Bước Agency", "Bước Result", "Bước Return"], file.Steps.Select(step => step.Name));
        var agency = file.Steps[1];
        Assert.Equal(("justice", new DateOnly(2026, 2, 10), true, "Received"), (agency.Agency, agency.DueDate, agency.IsLate, agency.Port));
        var part = Assert.Single(file.Parts);
        Assert.Equal(("registration", "granted", "12", "•••"),
            (part.Key, part.Outcome, part.Data!.Value.GetProperty("registerNumber").GetString(), part.Data!.Value.GetProperty("personalId").GetString()));
        // received → result passes what the interconnected software must have seen before.
        var state = await host.StateAsync(number);
        Assert.Equal(["returned"], state.Marks["status"].GetProperty("path").EnumerateArray().Select(step => step.GetString()));

        var history = await host.Get<CaseFileReader>().HistoryAsync(number, 0, 1000, Stop);
        Assert.Equal(Enumerable.Range(1, history!.Count).Select(n => (long)n), history.Select(entry => entry.Sequence));
        var text = string.Join('\n', history.Select(entry => entry.Payload.GetRawText()));
        Assert.DoesNotContain("001199000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("001099000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Thử\"", text, StringComparison.Ordinal);
        Assert.Contains("\"Case.WaitForSignal\"", text, StringComparison.Ordinal);
        Assert.Equal("agency:portal", history[0].Actor);
    }

    [Fact]
    public async Task The_case_can_be_seen_as_it_was_at_a_moment()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Quick);
        var early = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Get<CaseSignals>().SendAsync(number, "go", default, CasesHost.Portal, Stop);
        await host.UntilAsync(number, file => file.FinishedAt is not null);
        var reader = host.Get<CaseFileReader>();
        var then = await reader.AtAsync(number, early, Stop);
        Assert.Equal(("received", null), (then!.Status.Key, then.FinishedAt));
        Assert.Equal("agency", Assert.Single(then.Holders).Kind);
        Assert.Null(await reader.AtAsync(number, early.AddDays(-1), Stop));
        Assert.Null(await reader.FindAsync("no-such-number", Stop));
    }

    [Fact]
    public async Task Cases_are_found_by_each_filter_in_pages()
    {
        await using var host = await CasesHost.StartAsync();
        await SearchScenario.RunAsync(host);
    }

    [Fact]
    public async Task Rows_computed_from_the_journals_equal_the_rows_of_the_commits()
    {
        await using var host = await CasesHost.StartAsync();
        await RebuildScenario.RunAsync(host);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
