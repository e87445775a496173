using System.Text;
using Orchestrator.Cases.Erasures;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Erasures;

/// <summary>A case and the cases that it started are erased together.</summary>
public sealed class ErasedFamilyTests
{
    private const string Parent = "2.000004";

    private static readonly Approver First = new(CasesHost.Officer, "lan", []), Second = new(new Actor("officer", "minh"), "minh", []);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_that_has_its_person_from_its_parent_is_erased_with_it_and_both_journals_stay_whole()
    {
        await using var host = await CasesHost.StartAsync(prepare: workflows => Write(workflows, childWaits: false));
        var file = await FinishedCase.FinishedAsync(host, Parent);
        var child = Assert.Single(await ChildrenAsync(host, file.CaseId));
        var (desk, journal) = (host.Get<ErasureDesk>(), host.Get<IJournalReader>());
        Assert.Contains(await journal.ReadAsync(child, 0, 100, Cancellation), entry => Holds(entry, FinishedCase.PersonalId));
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, "Article 16", First, Cancellation)).Erasure.Id;

        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(id, Second, Cancellation));

        foreach (var erased in (CaseId[])[file.CaseId, child])
        {
            var entries = await journal.ReadAsync(erased, 0, 100, Cancellation);
            Assert.Equal("CaseErased", entries[^1].Kind);
            Assert.All(entries, entry => Assert.False(Holds(entry, FinishedCase.PersonalId)));
            Assert.IsType<JournalFinding.Whole>(await host.Get<JournalVerifier>().VerifyAsync(erased, Cancellation));
        }

        foreach (var text in (string[])[FinishedCase.Name, FinishedCase.PersonalId])
        {
            Assert.Empty(await FinishedCase.FoundAsync(host, text));
            Assert.Empty(PlaintextScan.Files(host.Folder, text));
        }
    }

    [Fact]
    public async Task While_a_child_goes_on_none_of_the_family_is_erased()
    {
        await using var host = await CasesHost.StartAsync(prepare: workflows => Write(workflows, childWaits: true));
        var file = await FinishedCase.FinishedAsync(host, Parent);
        var child = Assert.Single(await ChildrenAsync(host, file.CaseId));
        var desk = host.Get<ErasureDesk>();
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, "Article 16", First, Cancellation)).Erasure.Id;

        var refused = Assert.IsType<ErasureOutcome.NotPossible>(await desk.ApproveAsync(id, Second, Cancellation));

        Assert.Equal("case-runs", refused.Code);
        Assert.Contains(child.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Null((await host.FileAsync(file.Number)).ErasedAt);
        await host.Get<ICaseRuntime>().SendAsync(child, new CancelCase("Not needed any more"), CasesHost.Officer, Cancellation);
        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(id, Second, Cancellation));
    }

    private static bool Holds(JournalEntry entry, string text) => entry.Payload.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static async Task<IReadOnlyList<CaseId>> ChildrenAsync(CasesHost host, CaseId parent) =>
        [.. (await host.Get<CaseHeads>().ListAsync(new CaseHeadFilter { ParentId = parent }, CaseHeadOrder.Created, false, 0, 10, Cancellation)).Heads.Select(head => head.CaseId)];

    private static void Write(string workflows, bool childWaits)
    {
        ProcedureFiles.Procedure(workflows, "parent", Parent, "G22.99.94", new Drawing("parent")
            .Activity("Start", "Elsa.Start")
            .Activity("Receive", "Case.SetStatus", ("status", "received"))
            .Activity("Child", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "child"), ("input", "js:({ requester: getInput('Application').requester })"), ("waitForCompletion", childWaits ? "js:false" : "js:true"))
            .Activity("Agency", "Case.WaitForSignal", ("signal", "go"), ("holder", "justice"), ("reason", "Chờ cơ quan"))
            .Activity("Result", "Case.SetStatus", ("status", "result"))
            .Activity("Return", "Case.SetStatus", ("status", "returned"))
            .Activity("End", "Elsa.End")
            .Connect("Start", "Receive", "Child", "Agency:Received", "Result", "Return", "End"));
        var child = new Drawing("child").Activity("Start", "Elsa.Start").Activity("Wait", "Elsa.Event", ("eventName", "never")).Activity("End", "Elsa.End");
        Directory.CreateDirectory(Path.Combine(workflows, "definitions"));
        File.WriteAllText(Path.Combine(workflows, "definitions", "child.json"), (childWaits ? child.Connect("Start", "Wait", "End") : child.Connect("Start", "End")).ToJson());
    }
}
