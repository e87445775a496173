using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Erasures;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Erasures;

/// <summary>Journals that began before there were keys.</summary>
public sealed class EarlierJournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Such_a_case_is_refused_with_what_to_do_and_does_not_keep_the_rule_from_the_cases_after_it()
    {
        await using var host = await CasesHost.StartAsync(prepare: workflows => ErasureTests.Keep(workflows, years: 5));
        var early = await FinishedCase.FinishedAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        var later = await FinishedCase.FinishedAsync(host);
        await UnsealAsync(host, early.CaseId);
        var desk = host.Get<ErasureDesk>();

        var refused = Assert.IsType<ErasureOutcome.NotPossible>(await desk.ProposeAsync(early, "Article 16", new Approver(CasesHost.Officer, "lan", []), Cancellation));
        Assert.Equal("case-not-sealed", refused.Code);
        Assert.Contains("restrict who can read this database", refused.Message, StringComparison.Ordinal);

        host.Time.SetUtcNow(later.FinishedAt!.Value.AddYears(5).AddSeconds(1));
        await new RetentionRule(host.Get<IDbContextFactory<CasesDbContext>>(), host.Get<ProcedureCatalog>(), desk, host.Time, mostAtOnce: 1).ProposeAsync(Cancellation);
        Assert.Equal(later.Number, Assert.Single((await desk.ListAsync(true, [], null, 10, Cancellation))!.Items).Number);
    }

    /// <summary>Writes the first entry as it was written before there were keys, past the triggers.</summary>
    private static async Task UnsealAsync(CasesHost host, CaseId caseId)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'";
        var triggers = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await rows.ReadAsync(Cancellation)) triggers.Add(rows.GetString(0));
        }

        Assert.NotEmpty(triggers);
        command.CommandText = string.Concat(triggers.Select(trigger => $"DROP TRIGGER {trigger};")) + "UPDATE journal SET payload = CAST('{}' AS BLOB) WHERE case_id = @case AND seq = 1";
        command.Parameters.AddWithValue("@case", caseId.Value);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
    }
}
