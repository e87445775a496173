using System.Text;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Supplements;
using Orchestrator.Cases.Tasks;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Runtime.Checking;

namespace Orchestrator.Cases.Tests.Projections;

/// <summary>Cases in every kind of standing; their rows must be what their journals say.</summary>
internal static class RebuildScenario
{
    public static async Task RunAsync(CasesHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        await host.StartCaseAsync(ProcedureFiles.Quick);
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

        var report = await host.Get<StoreCheck>().RunAsync(stop);
        Assert.Empty(report.Faults);
        Assert.True(report.Cases >= 5);
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
}
