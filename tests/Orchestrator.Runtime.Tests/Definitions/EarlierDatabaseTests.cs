using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;

namespace Orchestrator.Runtime.Tests.Definitions;

/// <summary>A database of a build that knew no drafts, taken over by this one.</summary>
public sealed class EarlierDatabaseTests(ClusterOfTheRun cluster)
{
    private const string LastMigrationOfThatBuild = "Initial";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Versions_of_an_earlier_build_have_name_author_and_publication_and_go_on(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await MigrateAsync(store, LastMigrationOfThatBuild);
        Assert.Equal(0, await store.CountAsync("definition_versions"));
        await InsertAsync(store, version: 1, isPublished: false, Of("go", "Đợi", "Waits"));
        await InsertAsync(store, version: 2, isPublished: true, Of("on", "Đợi nữa", null));

        await using var node = await TestNode.OwnAsync(store);
        var library = node.Get<IDefinitionLibrary>();
        var history = await library.HistoryAsync("waits", Cancellation);

        Assert.Equal(
            [("waits:2", "Đợi nữa", null, true, true), ("waits:1", "Đợi", "Waits", false, false)],
            history.Select(version => (version.VersionId, version.Name, version.Description, version.IsLatest, version.IsPublished)));
        Assert.All(history, version =>
        {
            Assert.Equal((1L, true, true, "procedures/waits/workflow.json"), (version.Revision, version.IsFrozen, version.IsInFile, version.SavedBy));
            Assert.Equal(
                new Publication("procedures/waits/workflow.json", "Read from procedures/waits/workflow.json.", null, null, new DateTimeOffset(2026, 11, version.Version, 8, 0, 0, TimeSpan.Zero)),
                version.Publication! with { At = version.Publication.At.ToUniversalTime() });
        });

        // The same file again is no new version; a draft and a changed file are; and cases start on what is published.
        var same = await node.Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Of("on", "Đợi nữa", null)), "procedures/waits/workflow.json", Cancellation);
        var draft = Assert.IsType<SaveOutcome.Saved>(await library.SaveAsync(new DefinitionDraft("waits", JsonElement.Parse(Of("draft", "x", null)), "an", null, null), Cancellation));
        var started = await node.Get<IDefinitionStore>().FindPublishedAsync("waits", Cancellation);
        Assert.Equal(new ImportOutcome.Unchanged("waits:2", 2), same);
        Assert.Equal("waits:3", draft.Definition.Version.VersionId);
        Assert.Equal("waits:2", started!.VersionId);
    }

    private static async Task MigrateAsync(TestStore store, string migration)
    {
        var services = new ServiceCollection();
        services.AddOrchestratorRuntime(store.Configuration());
        await using var provider = services.BuildServiceProvider();
        await using var context = provider.GetServices<ModuleSchema>().Single(module => module.Module == RuntimeDbContext.Module).Open();
        await context.Database.GetInfrastructure().GetRequiredService<IMigrator>().MigrateAsync(migration, Cancellation);
        Assert.Contains(await context.Database.GetPendingMigrationsAsync(Cancellation), pending => pending.EndsWith("_DesignerVersions", StringComparison.Ordinal));
    }

    private static async Task InsertAsync(TestStore store, int version, bool isPublished, string json)
    {
        var bytes = Convert.ToHexString(Encoding.UTF8.GetBytes(json));
        var (content, flag, at) = store.Provider == StorageProvider.Sqlite
            ? ($"x'{bytes}'", isPublished ? "1" : "0", new DateTimeOffset(2026, 11, version, 8, 0, 0, TimeSpan.Zero).UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : ($"'\\x{bytes}'::bytea", isPublished ? "true" : "false", $"'2026-11-0{version} 08:00:00+00'");
        await store.ScalarAsync(
            $"""
            INSERT INTO definition_versions (version_id, definition_id, version, content_hash, json, source, is_published, imported_at)
            VALUES ('waits:{version}', 'waits', {version}, '{DefinitionContent.Hash(JsonElement.Parse(json))}', {content}, 'procedures/waits/workflow.json', {flag}, {at})
            """);
    }

    private static string Of(string text, string name, string? description)
    {
        var definition = JsonNode.Parse(Drawn.Sequence("waits", [Drawn.Event(text)]))!;
        definition["name"] = name;
        if (description is not null) definition["description"] = description;
        return DefinitionContent.Normalize(JsonElement.Parse(definition.ToJsonString()), "waits", before: null).Json.GetRawText();
    }
}
