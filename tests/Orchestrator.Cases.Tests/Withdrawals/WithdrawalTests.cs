using System.Text;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Withdrawals;

public sealed class WithdrawalTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasesHost Host => shared.Host;

    [Fact]
    public async Task A_withdrawn_case_has_ended_with_the_reason_and_says_the_same_again()
    {
        var number = await Host.StartCaseAsync(ProcedureFiles.Quick);
        Assert.Equal(new WithdrawalOutcome.Withdrawn(number), await WithdrawAsync(number, "Đã nộp nhầm"));
        var file = await Host.FileAsync(number);
        Assert.Equal(("withdrawn", 7, "Đã nộp nhầm", CaseSubStatus.Cancelled), (file.Status.Key, file.Status.PortalCode, file.StatusReason!.Vi, file.RunStatus));
        Assert.NotNull(file.FinishedAt);
        Assert.Empty(file.Holders);
        Assert.Equal(new WithdrawalOutcome.Withdrawn(number), await WithdrawAsync(number, "Lần nữa"));
    }

    [Fact]
    public async Task A_finished_case_cannot_be_withdrawn()
    {
        var number = await Host.StartCaseAsync(ProcedureFiles.Quick);
        await Host.Get<CaseSignals>().SendAsync(number, "go", Encoding.UTF8.GetBytes("{}"), CasesHost.Portal, TestContext.Current.CancellationToken);
        await Host.UntilAsync(number, file => file.FinishedAt is not null);
        Assert.Equal(new WithdrawalOutcome.AlreadyFinished(number, "returned"), await WithdrawAsync(number, "Muộn"));
    }

    [Fact]
    public async Task A_wish_without_a_reason_or_for_an_unknown_number_changes_nothing()
    {
        var number = await Host.StartCaseAsync(ProcedureFiles.Quick);
        Assert.IsType<WithdrawalOutcome.ReasonRequired>(await WithdrawAsync(number, " "));
        Assert.IsType<WithdrawalOutcome.ReasonRequired>(await WithdrawAsync(number, new string('x', 2001)));
        Assert.IsType<WithdrawalOutcome.NotFound>(await WithdrawAsync("G22.99.91-260209-9999", "Nhầm"));
        Assert.Equal("received", (await Host.FileAsync(number)).Status.Key);
    }

    private Task<WithdrawalOutcome> WithdrawAsync(string number, string reason) =>
        Host.Get<WithdrawalDesk>().RequestAsync(number, reason, CasesHost.Portal, TestContext.Current.CancellationToken);
}
