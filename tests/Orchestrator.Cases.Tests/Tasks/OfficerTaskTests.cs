using System.Text;
using System.Text.Json;
using Orchestrator.Cases.Supplements;
using Orchestrator.Cases.Tasks;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Tests.Tasks;

public sealed class OfficerTaskTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly Actor Other = new("officer", "minh");

    private CasesHost Host => shared.Host;

    private TaskList Tasks => Host.Get<TaskList>();

    [Fact]
    public async Task A_task_shows_what_is_to_be_done_and_is_found_by_role_and_agency()
    {
        var task = await StartAsync();
        Assert.Equal(("Check", "Kiểm tra", "officer", "justice"), (task.Name, task.Title.Vi, task.Role, task.Agency));
        Assert.Equal(["good", "bad"], task.Options.Select(option => option.Value));
        Assert.Contains((await Tasks.ListAsync(new TaskSearch { Agency = "justice", Role = "officer", Limit = 200 }, Stop))!.Items, found => found.Id == task.Id);
        Assert.DoesNotContain((await Tasks.ListAsync(new TaskSearch { Agency = "labour", Limit = 200 }, Stop))!.Items, found => found.Id == task.Id);
        Assert.Null(await Tasks.ListAsync(new TaskSearch { Cursor = "nonsense!" }, Stop));
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_exactly_one_has_the_task()
    {
        var task = await StartAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Tasks.ClaimAsync(task.Id, new Actor("officer", $"o{i}"), Stop))));
        var winner = Assert.Single(outcomes.OfType<ClaimOutcome.Claimed>()).Task.ClaimedBy;
        Assert.All(outcomes.OfType<ClaimOutcome.ClaimedByOther>(), outcome => Assert.Equal(winner, outcome.By));
        Assert.Equal(winner, (await Host.FileAsync(task.Number)).Tasks[0].ClaimedBy);
    }

    [Fact]
    public async Task A_claim_can_be_repeated_and_given_back()
    {
        var task = await StartAsync();
        Assert.IsType<ClaimOutcome.Claimed>(await Tasks.ClaimAsync(task.Id, CasesHost.Officer, Stop));
        Assert.IsType<ClaimOutcome.Claimed>(await Tasks.ClaimAsync(task.Id, CasesHost.Officer, Stop));
        Assert.Equal(new ClaimOutcome.ClaimedByOther("officer:lan"), await Tasks.ClaimAsync(task.Id, Other, Stop));
        Assert.IsType<ClaimOutcome.ClaimedByOther>(await Tasks.ReleaseAsync(task.Id, Other, Stop));
        Assert.IsType<ClaimOutcome.Released>(await Tasks.ReleaseAsync(task.Id, new Actor("administrator", "root"), Stop));
        Assert.IsType<ClaimOutcome.Claimed>(await Tasks.ClaimAsync(task.Id, Other, Stop));
        Assert.IsType<CompletionOutcome.ClaimedByOther>(await Tasks.CompleteAsync(task.Id, Answer("good"), CasesHost.Officer, Stop));
    }

    [Fact]
    public async Task An_answer_must_be_one_of_the_options_and_counts_once()
    {
        var task = await StartAsync();
        var invalid = Assert.IsType<CompletionOutcome.InvalidAnswer>(await Tasks.CompleteAsync(task.Id, Answer("maybe"), CasesHost.Officer, Stop));
        Assert.Equal(("/outcome", "task-option"), (invalid.Faults[0].Pointer, invalid.Faults[0].Code));
        Assert.IsType<CompletionOutcome.InvalidAnswer>(await Tasks.CompleteAsync(task.Id, JsonSerializer.SerializeToElement("good"), CasesHost.Officer, Stop));
        Assert.Equal(new CompletionOutcome.Completed(task.Number), await Tasks.CompleteAsync(task.Id, Answer("good"), CasesHost.Officer, Stop));
        Assert.Equal(new CompletionOutcome.AlreadyDone(task.Number, SameAnswer: true), await Tasks.CompleteAsync(task.Id, Answer("good"), CasesHost.Officer, Stop));
        Assert.Equal(new CompletionOutcome.AlreadyDone(task.Number, SameAnswer: false), await Tasks.CompleteAsync(task.Id, Answer("bad"), Other, Stop));
        Assert.IsType<CompletionOutcome.NotFound>(await Tasks.CompleteAsync(task.Id with { BookmarkId = "b999" }, Answer("good"), Other, Stop));

        // The step after the check moves the promise to the extended limit of five days.
        var done = await Host.UntilAsync(task.Number, file => file.FinishedAt is not null);
        Assert.Equal((5, "returned"), (done.Promise.WorkingDays, done.Status.Key));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static JsonElement Answer(string outcome) => JsonSerializer.SerializeToElement(new { outcome });

    private async Task<OfficerTask> StartAsync()
    {
        var number = await Host.StartCaseAsync(ProcedureFiles.Supplement);
        await Host.Get<SupplementDesk>().SubmitAsync(number, Encoding.UTF8.GetBytes("{}"), CasesHost.Portal, Stop);
        return (await Host.UntilAsync(number, file => file.Tasks.Count == 1)).Tasks[0];
    }
}
