using System.Text;
using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Definitions;

/// <summary>What a start does with the file of a definition, whatever was done to the definition before.</summary>
public sealed class FileImportTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What happened, what the last reading of the file came to, what is published then, and what the newest version says.</summary>
    private static readonly (string Story, string Outcome, string? Published, string? Newest)[] Stories =
    [
        ("file A", "Imported 1", "A", "A"),
        ("file A; file A", "Unchanged 1", "A", "A"),
        ("file A; file B", "Imported 2", "B", "B"),
        ("file A; file B; file A", "Imported 3", "A", "A"),

        ("file A; draft X; file A", "Unchanged 1", "A", "X"),
        ("file A; draft X; file B", "Imported 3", "B", "X"),
        ("file A; draft B; file B", "Imported 3", "B", "B"),
        ("draft X; file A", "Imported 2", "A", "X"),
        ("file A; draft X; file B; publish; file B", "Unchanged 4", "X", "X"),

        ("file A; draft X; publish; file A", "Unchanged 2", "X", "X"),
        ("file A; draft X; publish; file B", "Imported 3", "B", "B"),
        ("file A; draft X; publish; draft Y; file A", "Unchanged 2", "X", "Y"),

        // Exported, by whatever means, and read again.
        ("file A; draft X; publish; file X", "Unchanged 2", "X", "X"),
        ("file A; draft X; publish; draft Y; publish; file X", "Unchanged 3", "Y", "Y"),
        ("file A; draft X; publish; file X; file A", "Imported 3", "A", "A"),
        ("draft X; publish; file X", "Unchanged 1", "X", "X"),
        ("draft X; publish; draft Y; publish; file X", "Unchanged 2", "Y", "Y"),

        // What was withdrawn or deleted stays so until the file says something else.
        ("file A; retract; file A", "Withdrawn 1", null, "A"),
        ("file A; retract; file B", "Imported 2", "B", "B"),
        ("file A; retract; draft X; publish; file A", "Unchanged 2", "X", "X"),
        ("file A; draft X; retract; file A", "Withdrawn 1", null, "X"),
        ("file A; delete; file A", "Withdrawn 1", null, null),
        ("file A; delete; file B", "Imported 2", "B", "B"),
    ];

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Of_many_that_read_a_new_file_at_the_same_moment_one_stores_it_and_none_takes_it_for_withdrawn(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.StartAsync(store);
        for (var file = 0; file < 5; file++)
        {
            var json = Encoding.UTF8.GetBytes(Drawn.Waits($"file-{file}"));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => node.Get<IDefinitionStore>().ImportAsync(json, "test", Cancellation))));
            Assert.Single(outcomes.OfType<ImportOutcome.Imported>());
            Assert.Equal(11, outcomes.OfType<ImportOutcome.Unchanged>().Count());
        }
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_file_is_published_when_it_is_newer_and_takes_nothing_from_anybody(StorageProvider provider)
    {
        await using var node = await TestNode.StartAsync(await TestStore.CreateAsync(provider, cluster));
        var library = node.Get<IDefinitionLibrary>();
        foreach (var ((story, expected, published, newest), index) in Stories.Select((story, index) => (story, index)))
        {
            var (id, outcome) = ($"story-{index}", "");
            foreach (var step in story.Split("; ")) outcome = await StepAsync(node, library, id, step) ?? outcome;

            var history = await library.HistoryAsync(id, Cancellation);
            var seen = (story, outcome, await TextOfAsync(library, history.FirstOrDefault(version => version.IsPublished)), await TextOfAsync(library, history.Count > 0 ? history[0] : null));
            Assert.Equal((story, expected, published, newest), seen);
        }
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_save_into_a_draft_while_a_file_is_imported_is_not_lost(StorageProvider provider)
    {
        await using var node = await TestNode.StartAsync(await TestStore.CreateAsync(provider, cluster));
        var library = node.Get<IDefinitionLibrary>();
        await StepAsync(node, library, "waits", "file A");
        await StepAsync(node, library, "waits", "draft X0");

        using var done = new CancellationTokenSource();
        var last = "X0";
        var saving = Task.Run(async () =>
        {
            for (var i = 1; !done.IsCancellationRequested; i++)
            {
                // As an editor does: from what it last saw, told when somebody else was first.
                if (await library.SaveAsync(Draft("waits", $"X{i}") with { Editor = "window", Base = new DraftBase("waits:2", i) }, Cancellation) is not SaveOutcome.Saved) return;
                last = $"X{i}";
            }
        }, Cancellation);
        await StepAsync(node, library, "waits", "file B");
        await done.CancelAsync();
        await saving;

        Assert.Equal(last, await TextOfAsync(library, (await library.HistoryAsync("waits", Cancellation))[0]));
    }

    private static async Task<string?> StepAsync(TestNode node, IDefinitionLibrary library, string id, string step)
    {
        switch (step.Split(' '))
        {
            case ["file", var text]:
                return await node.Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Of(id, text)), "procedures/waits/workflow.json", Cancellation) switch
                {
                    ImportOutcome.Imported imported => $"Imported {imported.Version}",
                    ImportOutcome.Unchanged same => $"Unchanged {same.Version}",
                    ImportOutcome.Withdrawn withdrawn => $"Withdrawn {withdrawn.Version}",
                    var other => other.ToString(),
                };
            case ["draft", var text]:
                Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(Draft(id, text), Cancellation));
                return null;
            case ["publish"]:
                Assert.IsType<PublishOutcome.Published>(await library.PublishAsync(
                    (await library.HistoryAsync(id, Cancellation))[0], new Publication("an", "Changed.", null, null, DateTimeOffset.UtcNow), Cancellation));
                return null;
            case ["retract"]:
                Assert.True(await library.RetractAsync(id, Cancellation));
                return null;
            case ["delete"]:
                Assert.True(await library.DeleteAsync(id, Cancellation));
                return null;
            default:
                throw new ArgumentException($"Expected a step, but '{step}' is none.", nameof(step));
        }
    }

    private static DefinitionDraft Draft(string id, string text) => new(id, JsonElement.Parse(Of(id, text)), "an", null, null);

    private static string Of(string id, string text) => Drawn.Sequence(id, [Drawn.Event(text)]);

    private static async Task<string?> TextOfAsync(IDefinitionLibrary library, DefinitionVersion? version) => version is null
        ? null
        : (await library.ReadAsync(version.VersionId, Cancellation))!.Json.GetProperty("root").GetProperty("activities")[0].GetProperty("eventName").GetProperty("expression").GetProperty("value").GetString();
}
