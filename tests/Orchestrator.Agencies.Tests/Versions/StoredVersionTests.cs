using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Versions;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Catalog;
using static Orchestrator.Agencies.Tests.Versions.DocumentNode;

namespace Orchestrator.Agencies.Tests.Versions;

public sealed class StoredVersionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_file_becomes_the_next_version_and_cases_keep_theirs()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var first = await StartAsync(database, Document("/old", version: 1));

        // Nobody raised x-agency.version.
        var second = await first.RestartAsync(Document("/new", version: 1));

        Assert.Equal("2 /new", second.InForce);
        Assert.Equal("/old", second.Catalog.Find(JsonElement.Parse("""{"agency":"office","operation":"Call","version":1}"""))?.Operation.Path);
        Assert.Equal("1 workflows, 2 workflows", await second.VersionsAsync());
        Assert.Equal(
            ["1 False", "2 True"],
            new ActivityCatalog([new OperationActivities(second.Catalog)]).Entries.Select(entry => $"{entry.Descriptor.Version} {entry.Descriptor.IsBrowsable}"));
    }

    [Fact]
    public async Task A_retired_agency_is_out_of_the_palette_and_works_for_what_calls_it_until_it_is_brought_back()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/office"));
        var retired = Document("/office").Replace("code: office", "code: office, retired: true", StringComparison.Ordinal);

        Assert.IsType<PutOutcome.Stored>(await node.Library.PutAsync("office", DocumentUpload.Read(Encoding.UTF8.GetBytes(retired)), "Lan", null, false, Cancelled));
        Assert.Equal(["1 False True", "2 False True"], Shown());
        Assert.Equal(("2 /office", "/office"), (node.InForce, node.Path(1)));

        Assert.IsType<PutOutcome.Stored>(await node.Library.RestoreAsync("office", 1, "Lan", null, Cancelled));
        Assert.Equal(["1 False False", "2 False False", "3 True False"], Shown());

        IEnumerable<string> Shown() => new ActivityCatalog([new OperationActivities(node.Catalog)]).Entries
            .Select(entry => $"{entry.Descriptor.Version} {entry.Descriptor.IsBrowsable} {entry.Descriptor.IsRetired}").Order();
    }

    [Fact]
    public async Task A_file_that_is_the_same_is_no_new_version_whatever_its_line_ends()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var first = await StartAsync(database, Document("/old"));

        var second = await first.RestartAsync(Document("/old").ReplaceLineEndings("\r\n"));

        Assert.Equal("1 workflows", await second.VersionsAsync());
    }

    [Fact]
    public async Task Two_nodes_with_different_files_agree_on_the_newest_import_and_restarts_change_nothing()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var one = await StartAsync(database, Document("/one"));
        using var other = await StartAsync(database, Document("/other"));
        await one.Keeper.LookAsync(Cancelled);
        Assert.Equal(("2 /other", "2 /other"), (one.InForce, other.InForce));

        var again = await one.RestartAsync();

        Assert.Equal("2 /other", again.InForce);
        Assert.Equal("/one", again.Path(1));
        Assert.Equal("1 workflows, 2 workflows", await again.VersionsAsync());
        var fault = Assert.Single(again.Catalog.Faults);
        Assert.Equal(("document-superseded", "agencies/office/openapi.yaml"), (fault.Code, fault.Source));
    }

    [Fact]
    public async Task A_file_that_is_changed_back_where_it_lies_holds_again()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/old"));
        var changed = await node.RestartAsync(Document("/new"));

        var back = await changed.RestartAsync(Document("/old"));

        Assert.Equal("3 /old", back.InForce);
        Assert.Equal("1 workflows, 2 workflows, 3=1 workflows", await back.VersionsAsync());
    }

    [Theory]
    [InlineData("openapi: 3.1.0\npaths: [")]
    [InlineData("openapi: 2.0.0\ninfo: { title: Office, version: '1' }\npaths: {}")]
    public async Task A_broken_file_is_reported_and_the_last_good_version_stays_in_force(string broken)
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/old"));

        var again = await node.RestartAsync(broken);

        Assert.Equal("1 /old", again.InForce);
        Assert.Equal(["agencies/office/openapi.yaml"], again.Catalog.Broken);
        Assert.NotEmpty(again.Catalog.Faults);
    }

    [Fact]
    public async Task A_removed_file_takes_nothing_away()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/old"));
        Directory.Delete(Path.Combine(node.Workflows, "agencies"), recursive: true);

        Assert.Equal("1 /old", (await node.RestartAsync()).InForce);
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_not_taken_in()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/old"));
        var changes = 0;
        node.Catalog.Changed += () => changes++;

        node.Write(Document("/half"));
        await node.Keeper.LookAsync(Cancelled);
        node.Write(Document("/whole-now"));
        await node.Keeper.LookAsync(Cancelled);
        Assert.Equal(("1 /old", 0), (node.InForce, changes));
        await node.Keeper.LookAsync(Cancelled);
        await node.Keeper.LookAsync(Cancelled);

        Assert.Equal(("2 /whole-now", 1), (node.InForce, changes));
    }

    [Fact]
    public async Task An_empty_database_numbers_versions_as_the_files_state_them()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = new DocumentNode(database);
        node.Write(Document("/new", version: 5));
        node.Write(Document("/old", version: 3), "versions/3.yaml");
        node.Write(Document("/older", version: 2), "versions/2.yaml");

        var started = await node.RestartAsync();
        var again = await started.RestartAsync();

        Assert.Equal(("5 /new", "/old", "/older"), (again.InForce, again.Path(3), again.Path(2)));
        Assert.Empty(again.Catalog.Faults);
        Assert.Equal("2 workflows, 3 workflows, 5 workflows", await again.VersionsAsync());
    }

    [Fact]
    public async Task Codes_that_would_give_activities_of_one_name_are_refused()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/a"));
        using var other = await StartAsync(database, Document("/b", code: "Office"));

        Assert.Equal("1 /a", other.InForce);
        Assert.Equal("agency-twice", Assert.Single(other.Catalog.Faults).Code);
    }

    [Fact]
    public async Task Nodes_that_start_together_store_every_content_once()
    {
        using var database = await SharedDatabase.SqliteAsync();
        await AgreeAsync(database);
    }

    [Fact]
    public async Task PostgreSql_keeps_versions_as_Sqlite_does()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        using var database = await SharedDatabase.PostgreSqlAsync(await cluster.CreateDatabaseAsync());
        await AgreeAsync(database);
        await using var context = database.CreateDbContext();
        await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlAsync($"DELETE FROM agency_documents", Cancelled));
    }

    [Fact]
    public async Task Nobody_changes_or_removes_a_stored_version()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/old"));
        await using var context = database.CreateDbContext();

        await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlAsync($"UPDATE agency_documents SET author = 'nobody'", Cancelled));
        await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlAsync($"DELETE FROM agency_documents", Cancelled));

        Assert.Equal("1 workflows", await node.VersionsAsync());
    }

    private static async Task AgreeAsync(SharedDatabase database)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => Task.Run(() => StartAsync(database, Document($"/{number % 3}")))));
        await Task.WhenAll(nodes.Select(node => node.Keeper.LookAsync(Cancelled)));

        Assert.Single(nodes.Select(node => node.InForce).Distinct());
        var stored = await nodes[0].Store.ListAsync("office", Cancelled);
        Assert.Equal([1, 2, 3], stored.Select(version => version.Version));
        Assert.Equal(3, stored.Select(version => version.Hash).Distinct().Count());
        foreach (var node in nodes)
            node.Dispose();
    }
}
