using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Erasures;
using Orchestrator.Cases.Storage;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Journal;
using Orchestrator.TestKit;
using static Orchestrator.Cases.Tests.Erasures.FinishedCase;

namespace Orchestrator.Cases.Tests.Erasures;

public sealed class ErasureTests
{
    private const string Basis = "Điều 16 Luật Bảo vệ dữ liệu cá nhân";

    private static readonly Approver First = new(CasesHost.Officer, "lan", []), Second = new(new Actor("officer", "minh"), "minh", []);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_second_person_everything_of_the_applicant_is_gone_and_the_journal_stays_whole()
    {
        await using var host = await CasesHost.StartAsync();
        var file = await FinishedAsync(host);
        var desk = host.Get<ErasureDesk>();

        var proposed = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, Basis, First, Cancellation)).Erasure;
        Assert.Equal(proposed.Id, Assert.IsType<ErasureOutcome.Again>(await desk.ProposeAsync(file, "another", Second, Cancellation)).Erasure.Id);
        Assert.IsType<ErasureOutcome.SecondPersonRequired>(await desk.ApproveAsync(proposed.Id, First, Cancellation));
        Assert.Null((await host.FileAsync(file.Number)).ErasedAt);
        Assert.Empty(await FoundAsync(host, Name));
        var done = Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(proposed.Id, Second, Cancellation)).Erasure;

        Assert.Equal((ErasureState.Done, "officer:lan officer:minh"), (done.State, string.Join(' ', done.ApprovedBy)));
        Assert.NotNull(done.CarriedOutAt);
        var left = await host.FileAsync(file.Number);
        Assert.Equal((file.Number, file.ProcedureCode, file.Status.Key, file.FinishedAt, "granted"), (left.Number, left.ProcedureCode, left.Status.Key, left.FinishedAt, Assert.Single(left.Parts).Outcome));
        Assert.NotNull(left.ErasedAt);
        Assert.Null(left.Parts[0].Data);
        var history = (await host.Get<CaseFileReader>().HistoryAsync(file.Number, 0, 1000, Cancellation))!;
        Assert.All(history.SkipLast(1), entry => Assert.Equal("""{"erased":true}""", entry.Payload.GetRawText()));
        Assert.Equal(("CaseErased", Basis, "officer:minh"), (history[^1].Kind, history[^1].Payload.GetProperty("basis").GetString(), history[^1].Actor));
        Assert.IsType<JournalFinding.Whole>(await host.Get<JournalVerifier>().VerifyAsync(file.CaseId, Cancellation));
        Assert.Empty((await host.Get<StoreCheck>().RunAsync(Cancellation)).Faults);
        Assert.IsType<ErasureOutcome.AlreadyErased>(await desk.ProposeAsync(left, Basis, Second, Cancellation));
        Assert.IsType<ErasureOutcome.Decided>(await desk.ApproveAsync(proposed.Id, First, Cancellation));
        foreach (var text in (string[])[Name, PersonalId, Scan])
        {
            Assert.Empty(await FoundAsync(host, text));
            Assert.Empty(PlaintextScan.Files(host.Folder, text));
        }
    }

    [Fact]
    public async Task A_case_that_goes_on_is_not_erased_and_one_that_was_withdrawn_is()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Quick);
        var (desk, file) = (host.Get<ErasureDesk>(), await host.FileAsync(number));
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, Basis, First, Cancellation)).Erasure.Id;

        Assert.Equal("case-runs", Assert.IsType<ErasureOutcome.NotPossible>(await desk.ApproveAsync(id, Second, Cancellation)).Code);
        Assert.Equal(ErasureState.Proposed, (await desk.FindAsync(id, Cancellation))!.State);
        await host.Get<WithdrawalDesk>().RequestAsync(number, "Đã nộp nhầm", CasesHost.Portal, Cancellation);
        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(id, Second, Cancellation));
    }

    [Fact]
    public async Task A_refused_erasure_is_not_carried_out_and_says_why()
    {
        await using var host = await CasesHost.StartAsync();
        var file = await FinishedAsync(host);
        var desk = host.Get<ErasureDesk>();
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, Basis, First, Cancellation)).Erasure.Id;

        Assert.IsType<ErasureOutcome.ReasonRequired>(await desk.RefuseAsync(id, " ", Second.Actor, Cancellation));
        var refused = Assert.IsType<ErasureOutcome.Refused>(await desk.RefuseAsync(id, "A court needs it", Second.Actor, Cancellation)).Erasure;
        Assert.Equal((ErasureState.Refused, "officer:minh", "A court needs it"), (refused.State, refused.RefusedBy, refused.Reason));
        Assert.IsType<ErasureOutcome.Decided>(await desk.ApproveAsync(id, Second, Cancellation));
        Assert.Null((await host.FileAsync(file.Number)).ErasedAt);
        Assert.Empty((await desk.ListAsync(true, [], null, 10, Cancellation))!.Items);
        Assert.Equal(id, Assert.Single((await desk.ListAsync(false, [], null, 10, Cancellation))!.Items).Id);
        Assert.IsType<ErasureOutcome.NotFound>(await desk.ApproveAsync(Guid.NewGuid(), Second, Cancellation));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("wish of 001199004711")]
    [InlineData("call 0912345678")]
    public async Task A_basis_that_is_missing_or_could_name_a_person_is_refused(string? basis)
    {
        await using var host = await CasesHost.StartAsync();
        var file = await host.FileAsync(await host.StartCaseAsync(ProcedureFiles.Quick));
        Assert.IsType<ErasureOutcome.InvalidBasis>(await host.Get<ErasureDesk>().ProposeAsync(file, basis, First, Cancellation));
    }

    [Fact]
    public async Task What_a_crash_interrupted_is_finished_later()
    {
        await using var host = await CasesHost.StartAsync();
        var file = await FinishedAsync(host);
        var desk = host.Get<ErasureDesk>();
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, Basis, First, Cancellation)).Erasure.Id;
        await using (var context = await host.Get<IDbContextFactory<CasesDbContext>>().CreateDbContextAsync(Cancellation))
        {
            await context.Erasures.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ErasureStates.Approved).SetProperty(row => row.ConfirmedBy, "officer:minh"), Cancellation);
        }

        Assert.Equal(1, await desk.ResumeAsync(Cancellation));
        Assert.Equal(0, await desk.ResumeAsync(Cancellation));

        Assert.Equal(ErasureState.Done, (await desk.FindAsync(id, Cancellation))!.State);
        Assert.NotNull((await host.FileAsync(file.Number)).ErasedAt);
    }

    [Fact]
    public async Task When_the_time_that_a_procedure_keeps_cases_is_over_their_erasure_is_proposed_once_and_needs_two_persons()
    {
        await using var host = await CasesHost.StartAsync(prepare: workflows => Keep(workflows, years: 5));
        var file = await FinishedAsync(host);
        var (rule, desk) = (host.Get<RetentionRule>(), host.Get<ErasureDesk>());
        host.Time.SetUtcNow(file.FinishedAt!.Value.AddYears(5));
        Assert.Equal(0, await rule.ProposeAsync(Cancellation));
        host.Time.Advance(TimeSpan.FromSeconds(1));

        // The daily job, which the clock's jump wakes, may be first.
        await rule.ProposeAsync(Cancellation);
        Assert.Equal(0, await rule.ProposeAsync(Cancellation));

        var proposed = Assert.Single((await desk.ListAsync(true, [], null, 10, Cancellation))!.Items);
        Assert.Equal((file.Number, "system:retention", "Article 3", 0), (proposed.Number, proposed.ProposedBy, proposed.Basis, proposed.ApprovedBy.Count));
        Assert.IsType<ErasureOutcome.Proposed>(await desk.ApproveAsync(proposed.Id, First, Cancellation));
        Assert.IsType<ErasureOutcome.SecondPersonRequired>(await desk.ApproveAsync(proposed.Id, First, Cancellation));
        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(proposed.Id, Second, Cancellation));
        Assert.Equal(0, await rule.ProposeAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_another_case_has_as_well_stays_there()
    {
        await using var host = await CasesHost.StartAsync();
        var (one, other) = (await FinishedAsync(host), await FinishedAsync(host));
        var (desk, book) = (host.Get<ErasureDesk>(), host.Get<AttachmentBook>());
        var kept = Assert.Single(await book.OfCaseAsync(other.CaseId, Cancellation)).Attachment;
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(one, Basis, First, Cancellation)).Erasure.Id;

        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(id, Second, Cancellation));

        Assert.Empty(await book.OfCaseAsync(one.CaseId, Cancellation));
        await using var content = await book.OpenAsync(kept, Cancellation);
        using var reader = new StreamReader(content);
        Assert.Equal(Scan, await reader.ReadToEndAsync(Cancellation));
    }

    internal static void Keep(string workflows, int years)
    {
        var path = Path.Combine(workflows, "procedures", "quick", "procedure.json");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"parts\":", $$"""
            "retention": { "years": {{years}}, "legalBasis": "Article 3" }, "parts":
            """, StringComparison.Ordinal));
    }
}
