using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Storage;
using Orchestrator.Cases.Supplements;
using Orchestrator.Cases.Tasks;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Projections;

/// <summary>Cases in every kind of standing; their rows must be what their journals say.</summary>
internal static class RebuildScenario
{
    public static async Task RunAsync(CasesHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        var waiting = await host.StartCaseAsync(ProcedureFiles.Quick);
        var done = await host.StartCaseAsync(ProcedureFiles.Quick);
        await host.Get<CaseSignals>().SendAsync(done, "go", default, CasesHost.Portal, stop);
        await host.UntilAsync(done, file => file.FinishedAt is not null);
        var withdrawn = await host.StartCaseAsync(ProcedureFiles.Supplement);
        await host.Get<WithdrawalDesk>().RequestAsync(withdrawn, "Nhầm", CasesHost.Portal, stop);
        var task = await host.StartCaseAsync(ProcedureFiles.Supplement);
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.Get<SupplementDesk>().SubmitAsync(task, Encoding.UTF8.GetBytes("{}"), CasesHost.Portal, stop);
        await host.UntilAsync(task, file => file.Tasks.Count == 1);
        await host.Get<TaskList>().ClaimAsync((await host.FileAsync(task)).Tasks[0].Id, CasesHost.Officer, stop);
        var faulted = await FaultAsync(host);
        await host.Get<IncidentDesk>().RetryAsync((await host.FileAsync(faulted)).Incidents[0].Id, "thử lại", CasesHost.Officer, stop);
        await host.UntilAsync(faulted, file => file.Incidents.Count == 1 && file.Incidents[0].Id.Id != "i1");

        foreach (var number in (string[])[waiting, done, withdrawn, task, faulted])
        {
            var caseId = (await host.FileAsync(number)).CaseId;
            var rebuilt = (await host.Get<ProjectionRebuild>().RowsAsync(caseId, stop)).ToDictionary(row => $"{row.Key.Table}/{row.Key.Key}", row => Text(row.Value), StringComparer.Ordinal);
            Assert.Equal(rebuilt.OrderBy(row => row.Key, StringComparer.Ordinal), (await StoredAsync(host, caseId)).OrderBy(row => row.Key, StringComparer.Ordinal));
            Assert.NotEmpty(rebuilt);
        }
    }

    /// <summary>A case whose next step cannot work.</summary>
    public static async Task<string> FaultAsync(CasesHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        var number = await host.StartCaseAsync(ProcedureFiles.Split, "00001");
        await host.Get<SupplementDesk>().SubmitAsync(number, Encoding.UTF8.GetBytes("{}"), CasesHost.Portal, stop);
        await host.UntilAsync(number, file => file.Holders.Any(holder => holder.Step == "Bước Consent"));
        await host.Get<CaseSignals>().SendAsync(number, "consent", Encoding.UTF8.GetBytes("""{"granted":true}"""), CasesHost.Portal, stop);
        await host.UntilAsync(number, file => file.Incidents.Count > 0);
        return number;
    }

    private static async Task<Dictionary<string, string>> StoredAsync(CasesHost host, CaseId caseId)
    {
        var stop = TestContext.Current.CancellationToken;
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var context = await host.Get<IDbContextFactory<CasesDbContext>>().CreateDbContextAsync(stop);
        Add(CaseTables.Files, await context.CaseFiles.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        Add(CaseTables.Parts, await context.Parts.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        Add(CaseTables.Waits, await context.Waits.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        Add(CaseTables.Tasks, await context.Tasks.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        Add(CaseTables.Claims, await context.Claims.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        Add(CaseTables.Incidents, await context.Incidents.AsNoTracking().Where(row => row.CaseId == caseId.Value).ToListAsync(stop));
        return stored;

        void Add<T>(TableSpec table, List<T> rows)
            where T : class
        {
            foreach (var row in rows)
            {
                object? Value(ColumnSpec column) => typeof(T).GetProperties().Single(property => property.Name == Pascal(column.Name)).GetValue(row);
                stored[$"{table.Name}/{string.Join('/', table.Key.Select(column => Value(column) is Guid id ? new CaseId(id).ToString() : Value(column)))}"] =
                    Text([.. table.Key.Select(Value), .. table.Values.Select(Value)]);
            }
        }
    }

    private static string Pascal(string snake) => string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Text(IReadOnlyList<object?> values) => string.Join(" | ", values.Select(value => value switch
    {
        Guid id => new CaseId(id).ToString(),
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));
}
