using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Definitions;

public sealed class DefinitionLibraryTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_draft_is_overwritten_in_place_and_a_published_version_never(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();

        var first = await SavedAsync(library, "go");
        var second = await SavedAsync(library, "on", first);
        await PublishedAsync(library, second);
        var third = await SavedAsync(library, "off", second);

        Assert.Equal(("waits:1", 1L, true, false), (first.VersionId, first.Revision, first.IsLatest, first.IsPublished));
        Assert.Equal(("waits:1", 2L), (second.VersionId, second.Revision));
        Assert.Equal(("waits:2", 1L), (third.VersionId, third.Revision));
        var history = await library.HistoryAsync("waits", Cancellation);
        Assert.Equal([("waits:2", true, false), ("waits:1", false, true)], history.Select(version => (version.VersionId, version.IsLatest, version.IsPublished)));
        Assert.Equal("on", EventOf((await library.ReadAsync("waits:1", Cancellation))!));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Saving_the_same_again_changes_nothing_so_a_repeated_request_does_no_harm(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var published = await PublishedAsync(library, await SavedAsync(library, "go"));

        var again = Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(Draft("go", "somebody", "other window", new DraftBase("waits:0", 7)), Cancellation));

        Assert.False(again.IsChanged);
        Assert.Equal(published.VersionId, again.Definition.Version.VersionId);
        Assert.Single(await library.HistoryAsync("waits", Cancellation));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_save_over_what_somebody_else_saved_meanwhile_is_refused(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var seenByBoth = await SavedAsync(library, "go");
        var seen = new DraftBase(seenByBoth.VersionId, seenByBoth.Revision);
        Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(Draft("on", "an", "window 1", seen), Cancellation));

        var late = await library.SaveAsync(Draft("off", "binh", "window 2", seen), Cancellation);
        var autoSave = await library.SaveAsync(Draft("out", "an", "window 1", seen), Cancellation);

        Assert.Equal("an", Assert.IsType<SaveOutcome.Overtaken>(late).Newest.SavedBy);
        Assert.True(Assert.IsType<SaveOutcome.Saved>(autoSave).IsChanged);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Of_racing_saves_from_different_windows_one_wins(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var start = await SavedAsync(library, "go");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            library.SaveAsync(Draft($"event {i}", $"author {i}", $"window {i}", new DraftBase(start.VersionId, start.Revision)), Cancellation)));

        Assert.Single(outcomes.OfType<SaveOutcome.Saved>());
        Assert.Equal(7, outcomes.OfType<SaveOutcome.Overtaken>().Count());
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task What_a_case_runs_on_stays_readable_after_it_was_deleted(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var published = await PublishedAsync(library, await SavedAsync(library, "go"));

        Assert.True(await library.DeleteAsync("waits", Cancellation));

        Assert.Empty(await library.HistoryAsync("waits", Cancellation));
        Assert.Null(await node.Get<IDefinitionStore>().FindPublishedAsync("waits", Cancellation));
        Assert.Equal("go", EventOf((await library.ReadAsync(published.VersionId, Cancellation))!));
        Assert.Equal(1, (await node.Get<IDefinitionStore>().GetAsync(published.VersionId, Cancellation)).Version);
        Assert.Equal("waits:2", (await SavedAsync(library, "go")).VersionId);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_version_that_is_valid_later_leaves_the_start_of_cases_to_its_predecessor(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        await PublishedAsync(library, await SavedAsync(library, "go"));
        var next = await SavedAsync(library, "on");
        await PublishedAsync(library, next, DateTimeOffset.UtcNow.AddDays(30));

        Assert.Equal(1, (await node.Get<IDefinitionStore>().FindPublishedAsync("waits", Cancellation))!.Version);
        Assert.True((await library.HistoryAsync("waits", Cancellation))[0].IsPublished);
        Assert.True(await library.RetractAsync("waits", Cancellation));
        Assert.Null(await node.Get<IDefinitionStore>().FindPublishedAsync("waits", Cancellation));
        Assert.False(await library.RetractAsync("waits", Cancellation));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_draft_that_cannot_run_is_saved_and_not_published(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var json = JsonElement.Parse(Drawn.Sequence("waits", [Drawn.Activity("x", "Nobody.Knows", new { })]));
        var draft = Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(new DefinitionDraft("waits", json, "an", null, null), Cancellation)).Definition.Version;

        var outcome = await library.PublishAsync(draft, Record(null), Cancellation);

        Assert.Equal("unknown-activity", Assert.IsType<PublishOutcome.Refused>(outcome).Faults[0].Code);
        Assert.False((await library.HistoryAsync("waits", Cancellation))[0].IsPublished);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Only_what_was_looked_at_is_published(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var seen = await SavedAsync(library, "go");
        await SavedAsync(library, "on", seen);

        Assert.IsType<PublishOutcome.Overtaken>(await library.PublishAsync(seen, Record(null), Cancellation));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_draft_that_a_case_was_started_with_is_kept_as_it_was(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        var tried = await SavedAsync(library, "go");

        Assert.True(await library.FreezeAsync(tried, Cancellation));
        var next = await SavedAsync(library, "on", tried);

        Assert.Equal("waits:2", next.VersionId);
        Assert.Equal("go", EventOf((await library.ReadAsync("waits:1", Cancellation))!));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_newer_file_is_published_and_a_draft_stays_on_top_of_it(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        await node.ImportAsync(Of("go"));
        var draft = await SavedAsync(library, "draft");

        var imported = await node.ImportAsync(Of("on"));

        var history = await library.HistoryAsync("waits", Cancellation);
        Assert.Equal(3, imported.Version);
        Assert.Equal([("waits:4", "designer-kept"), ("waits:3", "test"), ("waits:1", "test")], history.Select(version => (version.VersionId, version.Source)));
        Assert.Equal("draft", EventOf((await library.ReadAsync("waits:4", Cancellation))!));
        Assert.Equal(3, (await node.Get<IDefinitionStore>().FindPublishedAsync("waits", Cancellation))!.Version);
        var late = await library.SaveAsync(Draft("late", "an", "window", new DraftBase(draft.VersionId, draft.Revision)), Cancellation);
        Assert.IsType<SaveOutcome.Overtaken>(late);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task What_was_published_in_the_designer_stays_until_the_file_changes(StorageProvider provider)
    {
        await using var node = await NodeAsync(provider);
        var library = node.Get<IDefinitionLibrary>();
        await node.ImportAsync(Of("go"));
        await PublishedAsync(library, await SavedAsync(library, "designed"));

        Assert.Equal(2, (await node.ImportAsync(Of("go"))).Version);
        Assert.Equal("designed", EventOf((await library.ReadAsync("waits:2", Cancellation))!));
        Assert.Equal(3, (await node.ImportAsync(Of("changed"))).Version);
    }

    private async Task<TestNode> NodeAsync(StorageProvider provider) => await TestNode.OwnAsync(await TestStore.CreateAsync(provider, cluster));

    private static async Task<DefinitionVersion> SavedAsync(IDefinitionLibrary library, string name, DefinitionVersion? seen = null) =>
        Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(
            Draft(name, "an", null, seen is null ? null : new DraftBase(seen.VersionId, seen.Revision)), Cancellation)).Definition.Version;

    private static async Task<DefinitionVersion> PublishedAsync(IDefinitionLibrary library, DefinitionVersion seen, DateTimeOffset? validFrom = null) =>
        Assert.IsType<PublishOutcome.Published>(await library.PublishAsync(seen, Record(validFrom), Cancellation)).Version;

    private static Publication Record(DateTimeOffset? validFrom) => new("an", "Waits for another event.", "Decree 1, article 2", validFrom, DateTimeOffset.UtcNow);

    private static DefinitionDraft Draft(string name, string author, string? editor, DraftBase? seen) =>
        new("waits", JsonElement.Parse(Of(name)), author, editor, seen);

    private static string EventOf(StoredDefinition stored) =>
        stored.Json.GetProperty("root").GetProperty("activities")[0].GetProperty("eventName").GetProperty("expression").GetProperty("value").GetString()!;

    private static string Of(string name) => Drawn.Sequence("waits", [Drawn.Event(name)]);
}
