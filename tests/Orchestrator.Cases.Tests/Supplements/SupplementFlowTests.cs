using System.Text;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Supplements;

namespace Orchestrator.Cases.Tests.Supplements;

public sealed class SupplementFlowTests
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    [Fact]
    public async Task Without_a_supplement_the_case_is_refused_after_seven_working_days_across_Tet()
    {
        await using var host = await CasesHost.StartAsync();
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 12, 10, 0, 0, Vietnam));
        var number = await host.StartCaseAsync(ProcedureFiles.Supplement);
        var asked = await host.UntilAsync(number, file => file.Status.Key == "supplement");
        Assert.Equal((2, 5), (asked.Status.InterconnectedCode, asked.Status.PortalCode));
        var holder = Assert.Single(asked.Holders);
        // 13 February, then after Tet 23 to 27 February and 2 March.
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 0, 0, 0, Vietnam), holder.Until);
        Assert.Equal(("citizen", true, "Chờ công dân bổ sung: Giấy chứng sinh; Ảnh"), (holder.Kind, holder.IsPaused, holder.Reason!.Vi));
        Assert.True(asked.Promise.IsPaused);

        host.Time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 23, 59, 0, Vietnam));
        Assert.Equal("supplement", (await host.FileAsync(number)).Status.Key);
        host.Time.SetUtcNow(new DateTimeOffset(2026, 3, 3, 0, 0, 1, Vietnam));
        var refused = await host.UntilAsync(number, file => file.FinishedAt is not null);
        Assert.Equal(("refused", 6, 3), (refused.Status.Key, refused.Status.InterconnectedCode, refused.Status.PortalCode));
        Assert.Equal("Quá hạn bổ sung", refused.StatusReason!.Vi);
        Assert.Equal("Expired", refused.Steps.Single(step => step.ActivityId == "Ask").Port);
        Assert.Empty(refused.Holders);
    }

    [Fact]
    public async Task A_supplement_restarts_the_clock_and_moves_the_promised_date_by_the_working_days_that_passed()
    {
        await using var host = await CasesHost.StartAsync();
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 12, 10, 0, 0, Vietnam));
        var number = await host.StartCaseAsync(ProcedureFiles.Supplement);
        Assert.Equal(new DateOnly(2026, 2, 24), (await host.FileAsync(number)).Promise.Date);
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 24, 9, 0, 0, Vietnam));
        var waiting = await host.FileAsync(number);
        Assert.Equal((new DateOnly(2026, 2, 27), false), (waiting.Promise.Date, waiting.IsOverdue));

        Assert.Equal(new SignalOutcome.Delivered(number), await SupplyAsync(host, number, """{"scan":"x"}"""));
        var going = await host.UntilAsync(number, file => file.Tasks.Count == 1);
        Assert.Equal(("received", new DateOnly(2026, 2, 27), false), (going.Status.Key, going.Promise.Date, going.Promise.IsPaused));
        Assert.IsType<SignalOutcome.NobodyWaits>(await SupplyAsync(host, number, "{}"));

        // The mark that drains backlogs in order follows the promised date.
        var state = await host.StateAsync(number);
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 0, 0, 0, Vietnam), state.Marks["deadline"].GetDateTimeOffset());
    }

    [Fact]
    public async Task Two_agencies_ask_side_by_side_and_the_clock_goes_on_when_both_have_what_they_need()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Split, locality: "00001");
        await host.UntilAsync(number, file => file.Holders.Count == 2);
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 10, 9, 0, 0, Vietnam));
        Assert.IsType<SignalOutcome.Delivered>(await SupplyAsync(host, number, """{"agency":"public-security"}"""));
        var half = await host.FileAsync(number);
        Assert.Equal(("supplement", true), (half.Status.Key, half.Promise.IsPaused));
        Assert.Equal("AskA", Assert.Single((await host.StateAsync(number)).Bookmarks.Values).ActivityId);
        host.Time.SetUtcNow(new DateTimeOffset(2026, 2, 11, 9, 0, 0, Vietnam));
        Assert.IsType<SignalOutcome.Delivered>(await SupplyAsync(host, number, """{"agency":"justice"}"""));

        // The consent that follows is not counted either.
        var consent = await host.UntilAsync(number, file => file.Holders.Any(holder => holder.Step == "Bước Consent"));
        Assert.Equal(("received", new DateOnly(2026, 2, 23)), (consent.Status.Key, consent.Promise.Date));
        Assert.DoesNotContain("Nguyễn Văn A", consent.Holders[0].Reason!.Vi, StringComparison.Ordinal);
        var answer = Assert.IsType<SignalOutcome.Invalid>(await SignalAsync(host, number, "consent", "{}"));
        Assert.Equal("/granted", answer.Faults[0].Pointer);
        Assert.IsType<SignalOutcome.Delivered>(await SignalAsync(host, number, "consent", """{"granted":false}"""));
        Assert.Equal("refused", (await host.UntilAsync(number, file => file.FinishedAt is not null)).Status.Key);
        Assert.IsType<SignalOutcome.AlreadyFinished>(await SignalAsync(host, number, "consent", """{"granted":true}"""));
    }

    [Fact]
    public async Task A_signal_is_answered_by_its_kind()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Quick);
        Assert.IsType<SignalOutcome.NotFound>(await SignalAsync(host, "G22.99.91-260209-9999", "go", ""));
        Assert.Equal(new SignalOutcome.NobodyWaits(number, "stop"), await SignalAsync(host, number, "stop", ""));
        Assert.IsType<SignalOutcome.Invalid>(await SignalAsync(host, number, "go", "{"));
        Assert.IsType<SignalOutcome.TooLarge>(await host.Get<CaseSignals>().SendAsync(number, "go", new byte[CaseSignals.LargestPayload + 1], CasesHost.Portal, TestContext.Current.CancellationToken));
        Assert.Equal(new SignalOutcome.Delivered(number), await SignalAsync(host, number, "go", ""));
    }

    private static Task<SignalOutcome> SupplyAsync(CasesHost host, string number, string documents) =>
        host.Get<SupplementDesk>().SubmitAsync(number, Encoding.UTF8.GetBytes(documents), CasesHost.Portal, TestContext.Current.CancellationToken);

    private static Task<SignalOutcome> SignalAsync(CasesHost host, string number, string name, string payload) =>
        host.Get<CaseSignals>().SendAsync(number, name, Encoding.UTF8.GetBytes(payload), CasesHost.Portal, TestContext.Current.CancellationToken);
}
