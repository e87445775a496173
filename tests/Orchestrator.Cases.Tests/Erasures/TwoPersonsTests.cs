using Orchestrator.Cases.Erasures;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Tests.Erasures;

public sealed class TwoPersonsTests
{
    private static readonly Approver First = new(CasesHost.Officer, "lan", ["chief"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_could_be_the_first_person_s_does_not_count_as_a_second_one()
    {
        await using var host = await CasesHost.StartAsync();
        var (desk, file) = (host.Get<ErasureDesk>(), await host.FileAsync(await host.StartCaseAsync(ProcedureFiles.Quick)));
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, "Article 16", First, Cancellation)).Erasure.Id;
        Approver[] same =
        [
            Key("another-name", "lan"), // another key of the same holder
            Key("another-name", "made-up", "lan"), // a key that the first person made
            Key("another-name", "made-up", "lan", "in-between"), // a key that such a key made
            Key("another-name", "chief"), // the one who made the first person's key
            Key("lan", "somebody-else"), // a key of the same name, which the journal could not tell apart
        ];

        foreach (var one in same)
            Assert.IsType<ErasureOutcome.SecondPersonRequired>(await desk.ApproveAsync(id, one, Cancellation));

        // Who had their keys from the same third person are two: only that the case goes on keeps it from being erased.
        Assert.Equal("case-runs", Assert.IsType<ErasureOutcome.NotPossible>(await desk.ApproveAsync(id, Key("minh", "minh", "chief"), Cancellation)).Code);
    }

    [Fact]
    public async Task A_key_without_a_holder_is_nobody_and_can_still_be_against_it()
    {
        await using var host = await CasesHost.StartAsync();
        var (desk, file) = (host.Get<ErasureDesk>(), await host.FileAsync(await host.StartCaseAsync(ProcedureFiles.Quick)));
        var nobody = Key("minh", null);

        Assert.IsType<ErasureOutcome.HolderRequired>(await desk.ProposeAsync(file, "Article 16", nobody, Cancellation));
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, "Article 16", First, Cancellation)).Erasure.Id;
        Assert.IsType<ErasureOutcome.HolderRequired>(await desk.ApproveAsync(id, nobody, Cancellation));
        Assert.IsType<ErasureOutcome.Refused>(await desk.RefuseAsync(id, "A court needs it", nobody.Actor, Cancellation));
    }

    private static Approver Key(string name, string? holder, params string[] makers) => new(new Actor("officer", name), holder, [.. makers]);
}
