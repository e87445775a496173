using System.IO.Compression;
using System.Text;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Versions;
using static Orchestrator.Agencies.Tests.Versions.DocumentNode;

namespace Orchestrator.Agencies.Tests.Versions;

public sealed class DocumentLibraryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_that_was_sent_is_in_force_on_all_nodes_and_a_restart_keeps_it()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var one = await StartAsync(database, Document("/file"));
        using var other = await StartAsync(database, Document("/file"));

        var stored = Assert.IsType<PutOutcome.Stored>(await PutAsync(one, Document("/sent"), note: "new path"));
        await other.Keeper.LookAsync(Cancelled);

        Assert.Equal((2, "Lan", "new path", DocumentVersion.Uploaded), (stored.Version.Version, stored.Version.Author, stored.Version.Note, stored.Version.Origin));
        Assert.Equal(["2 /sent", "2 /sent", "2 /sent"], [one.InForce, other.InForce, (await one.RestartAsync()).InForce]);
        Assert.Equal(Document("/sent"), Encoding.UTF8.GetString((await other.Library.ContentAsync("office", 2, Cancelled))!));
    }

    [Fact]
    public async Task An_agency_nobody_has_heard_of_comes_with_its_document()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, null);

        var stored = Assert.IsType<PutOutcome.Stored>(await PutAsync(node, Document("/sent")));

        Assert.Equal("1 /sent", node.InForce);
        Assert.Equal((ChangeKind.Adds, "Call"), stored.Review.Difference.Changes.Select(change => (change.Kind, change.OperationId)).Single());
    }

    [Fact]
    public async Task A_check_says_what_breaks_and_stores_nothing()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/file"));

        var review = Assert.IsType<PutOutcome.Checked>(await PutAsync(node, Document("/file").Replace("Call", "Other", StringComparison.Ordinal), isCheck: true)).Review;

        Assert.Equal([(ChangeKind.Breaks, "Call"), (ChangeKind.Adds, "Other")], review.Difference.Changes.Select(change => (change.Kind, change.OperationId)));
        Assert.Equal(("1 /file", "1 workflows"), (node.InForce, await node.VersionsAsync()));
    }

    [Fact]
    public async Task The_same_document_again_is_no_new_version()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/file"));

        Assert.Equal(1, Assert.IsType<PutOutcome.Unchanged>(await PutAsync(node, Document("/file"))).Version.Version);
        Assert.Equal("1 workflows", await node.VersionsAsync());
    }

    [Theory]
    [InlineData("office", "openapi: 3.1.0\npaths: [", "document-unreadable")]
    [InlineData("office", "openapi: 2.0\ninfo: { title: A, version: '1' }", "openapi-invalid")]
    [InlineData("bureau", null, "agency-other")]
    public async Task What_cannot_be_used_is_refused_with_the_reason(string agency, string? document, string code)
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/file"));

        var refused = Assert.IsType<PutOutcome.Refused>(await node.Library.PutAsync(agency, Upload(document ?? Document("/sent")), "Lan", null, false, Cancelled));

        Assert.Equal(code, Assert.Single(refused.Faults).Code);
        Assert.Equal("1 workflows", await node.VersionsAsync());
    }

    [Fact]
    public async Task Operations_that_cannot_be_mapped_are_reported_and_the_others_work()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, null);
        var document = Document("/file") + "\n  /nameless: { get: { responses: { '200': { description: ok } } } }";

        var review = Assert.IsType<PutOutcome.Stored>(await PutAsync(node, document)).Review;

        Assert.Equal("operation-not-mapped", Assert.Single(review.Faults).Code);
        Assert.Equal("1 /file", node.InForce);
        Assert.Equal("GET /nameless", Assert.Single(node.Library.Faults(await node.Library.HistoryAsync("office", Cancelled))).OperationId);
    }

    [Fact]
    public async Task An_earlier_version_is_brought_back_as_the_next_one()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/file"));
        await PutAsync(node, Document("/sent"));

        var restored = Assert.IsType<PutOutcome.Stored>(await node.Library.RestoreAsync("office", 1, "Minh", "the ministry went back", Cancelled));

        Assert.Equal((3, 1, "Minh"), (restored.Version.Version, restored.Version.Restores, restored.Version.Author));
        Assert.Equal(("3 /file", "/sent"), (node.InForce, node.Path(2)));
        Assert.IsType<PutOutcome.Unchanged>(await node.Library.RestoreAsync("office", 3, "Minh", null, Cancelled));
        Assert.IsType<PutOutcome.Unknown>(await node.Library.RestoreAsync("office", 9, "Minh", null, Cancelled));
    }

    [Fact]
    public async Task Two_versions_are_compared_in_either_direction()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, Document("/file"));
        await PutAsync(node, Document("/sent"));

        var there = await node.Library.CompareAsync("office", 1, 2, Cancelled);
        Assert.Equal("The method or path of Call is another one.", Assert.Single(there!.Changes).Message);
        Assert.Empty((await node.Library.CompareAsync("office", 2, 2, Cancelled))!.Changes);
        Assert.Null(await node.Library.CompareAsync("office", 1, 7, Cancelled));
    }

    [Fact]
    public async Task An_archive_brings_the_files_that_the_document_refers_to()
    {
        using var database = await SharedDatabase.SqliteAsync();
        using var node = await StartAsync(database, null);
        const string Document = """
            openapi: 3.1.0
            info: { title: Office, version: '1' }
            paths:
              /call:
                post:
                  operationId: Call
                  requestBody: { content: { application/json: { schema: { $ref: 'types/person.yaml' } } } }
                  responses: { '200': { description: ok } }
            """;
        var archive = Archive(("office/openapi.yaml", Document), ("office/types/person.yaml", "type: object\nproperties: { name: { type: string } }"), ("office/read.me", "no document"));

        Assert.IsType<PutOutcome.Stored>(await node.Library.PutAsync("office", DocumentUpload.Read(archive), "Lan", null, false, Cancelled));

        // A node without the archive has the whole document.
        using var other = await StartAsync(database, null);
        Assert.Equal("Name", Assert.Single(other.Catalog.Find("office")!.Find("Call")!.Inputs).Name);
    }

    [Fact]
    public void What_is_no_document_is_told_in_plain_words()
    {
        Assert.Contains("UTF-8", Assert.IsType<DocumentUpload.Unreadable>(DocumentUpload.Read(new byte[] { 0xC3, 0x28 })).Message, StringComparison.Ordinal);
        Assert.Contains("zip", Assert.IsType<DocumentUpload.Unreadable>(DocumentUpload.Read("PK\u0003\u0004 and no more"u8.ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("openapi.yaml", Assert.IsType<DocumentUpload.Unreadable>(DocumentUpload.Read(Archive(("readme.yaml", "a: b")))).Message, StringComparison.Ordinal);
        Assert.Contains("unpacks to more", Assert.IsType<DocumentUpload.Unreadable>(DocumentUpload.Read(Archive(("openapi.yaml", new string(' ', DocumentUpload.LargestUnpacked + 1))))).Message, StringComparison.Ordinal);
    }

    private static Task<PutOutcome> PutAsync(DocumentNode node, string document, string? note = null, bool isCheck = false) =>
        node.Library.PutAsync("office", Upload(document), "Lan", note, isCheck, Cancelled);

    private static DocumentUpload Upload(string document) => DocumentUpload.Read(Encoding.UTF8.GetBytes(document));

    private static byte[] Archive(params (string Name, string Text)[] files)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open());
                entry.Write(text);
            }
        }

        return target.ToArray();
    }
}
