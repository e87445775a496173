using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Tests.Support;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Tests.Uploads;

public sealed class UploadTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite, "Folder")]
    [InlineData(StorageProvider.Sqlite, "Database")]
    [InlineData(StorageProvider.PostgreSql, "Folder")]
    [InlineData(StorageProvider.PostgreSql, "Database")]
    public async Task A_file_is_stored_once_and_read_back_whole(StorageProvider provider, string store)
    {
        await using var node = await AttachmentNode.StartAsync(provider, cluster, ("Attachments:Store", store));
        var content = Samples.Pdf(new string('x', 700_000));
        var first = await node.StoredAsync(content, "a", "agency:one");
        var second = await node.StoredAsync(content, "b", "agency:two");

        Assert.Equal(content, await node.ReadAsync(first));
        Assert.Equal(content, await node.ReadAsync(second));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), first.Reference.Sha256);
        Assert.NotEqual(first.Reference, second.Reference);
        Assert.Equal(("application/pdf", (long)content.Length, ScanState.NotRequired), (first.MediaType, first.Size, first.Scan));
        await using var database = node.Database();
        Assert.Equal(1, await database.Contents.CountAsync(Cancellation));
        Assert.Equal(store == "Folder" ? 1 : 0, node.Files.Count);
        Assert.Equal(store == "Folder" ? 0 : 3, await database.Pieces.CountAsync(Cancellation));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task The_same_key_and_content_give_the_same_attachment_and_another_content_is_a_conflict(StorageProvider provider)
    {
        await using var node = await AttachmentNode.StartAsync(provider, cluster);
        var first = await node.StoredAsync(Samples.Pdf("one"));

        Assert.Equal(first, Assert.IsType<UploadOutcome.Again>(await node.UploadAsync(Samples.Pdf("one"))).Attachment);
        Assert.IsType<UploadOutcome.KeyConflict>(await node.UploadAsync(Samples.Pdf("two")));
        Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf("two"), owner: "agency:other"));
        Assert.Equal(2, node.Files.Count);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Uploads_of_one_content_at_once_all_end_well(StorageProvider provider)
    {
        await using var node = await AttachmentNode.StartAsync(provider, cluster);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => node.UploadAsync(Samples.Pdf("one"), key: number < 4 ? "same" : $"k{number}"))));

        Assert.Equal(1, outcomes.OfType<UploadOutcome.Stored>().Count(stored => outcomes.OfType<UploadOutcome.Again>().Any(again => again.Attachment.Reference == stored.Attachment.Reference)));
        Assert.Equal((5, 3), (outcomes.OfType<UploadOutcome.Stored>().Count(), outcomes.OfType<UploadOutcome.Again>().Count()));
        Assert.Single(node.Files);
    }

    [Fact]
    public async Task What_is_not_taken_leaves_nothing_behind()
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster, ("Attachments:LargestFile", "1000"));

        Assert.Equal(new UploadOutcome.TooLarge(1000), await node.UploadAsync(Samples.Pdf(new string('x', 1000))));
        Assert.Equal(new UploadOutcome.WrongType("image/png", "application/pdf"), await node.UploadAsync(Samples.Pdf(), type: "image/png"));
        Assert.Equal(new UploadOutcome.WrongType("application/x-executable", "application/x-executable"), await node.UploadAsync("MZ"u8.ToArray()));
        Assert.IsType<UploadOutcome.Empty>(await node.UploadAsync([]));
        Assert.IsType<UploadOutcome.InvalidKey>(await node.UploadAsync(Samples.Pdf(), key: "with space"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Samples.Pdf()));
        Assert.Equal(new UploadOutcome.WrongHash(hash), await node.UploadAsync(Samples.Pdf(), sha256: new string('0', 64)));
        await using var database = node.Database();
        Assert.Equal((0, 0), (await database.Attachments.CountAsync(Cancellation), node.Files.Count));
        Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf(), sha256: hash.ToUpperInvariant()));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_behind_and_can_be_sent_again()
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster);
        var broken = new Upload("agency:portal", "k1", new BreakingStream(Samples.Pdf(new string('x', 200_000)), 150_000));

        await Assert.ThrowsAsync<IOException>(() => node.Desk.UploadAsync(broken, Cancellation));
        Assert.Empty(node.Files);
        Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf(new string('x', 200_000))));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\scans\\Giấy khai sinh.pdf", "Giấy khai sinh.pdf")]
    [InlineData("a\r\nb\".pdf", "ab.pdf")]
    [InlineData("   ", null)]
    public async Task Of_a_name_only_what_can_be_shown_is_kept(string name, string? kept)
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster);

        Assert.Equal(kept, Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf(), name: name)).Attachment.Name);
    }

    [Fact]
    public async Task A_sender_can_have_so_much_waiting_to_be_used_and_others_notice_nothing()
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster, ("Attachments:MostUnusedFiles", "2"), ("Attachments:MostUnusedBytes", "100000"));
        var used = await node.StoredAsync(Samples.Pdf("one"), "k1");
        await node.StoredAsync(Samples.Pdf("two"), "k2");

        Assert.IsType<UploadOutcome.TooMany>(await node.UploadAsync(Samples.Pdf("three"), "k3"));
        Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf("three"), "k3", "agency:other"));
        await node.StartCaseAsync(used);
        Assert.IsType<UploadOutcome.TooMany>(await node.UploadAsync(Samples.Pdf(new string('x', 100_000)), "k3"));
        Assert.IsType<UploadOutcome.Stored>(await node.UploadAsync(Samples.Pdf("three"), "k3"));
    }

    private sealed class BreakingStream(byte[] content, int at) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= at ? throw new IOException("The connection was cut.") : await base.ReadAsync(buffer[..Math.Min(buffer.Length, at)], cancellationToken);
    }
}
