using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Links;
using Orchestrator.Attachments.Tests.Support;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Tests.Sweeping;

public sealed class SweeperTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite, "Folder")]
    [InlineData(StorageProvider.Sqlite, "Database")]
    [InlineData(StorageProvider.PostgreSql, "Folder")]
    [InlineData(StorageProvider.PostgreSql, "Database")]
    public async Task What_no_case_uses_goes_after_its_time_and_what_a_case_uses_never(StorageProvider provider, string store)
    {
        await using var node = await AttachmentNode.StartAsync(provider, cluster, ("Attachments:Store", store), ("Attachments:KeepUnused", "3.00:00:00"));
        var unused = await node.StoredAsync(Samples.Pdf("unused"), "k1");
        var ofApplication = await node.StoredAsync(Samples.Pdf("application"), "k2");
        var ofSupplement = await node.StoredAsync(Samples.Pdf("supplement"), "k3");
        var twin = await node.StoredAsync(Samples.Pdf("application"), "k4");
        var caseId = await node.StartCaseAsync(ofApplication);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        await node.SendAsync(caseId, AttachmentMarks.Link(ofSupplement, "supplement"));

        await node.SweepAsync();
        Assert.NotNull(await node.Book.FindAsync(unused.Reference, Cancellation));
        node.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await node.SweepAsync();

        Assert.Null(await node.Book.FindAsync(unused.Reference, Cancellation));
        Assert.Null(await node.Book.FindAsync(twin.Reference, Cancellation));
        Assert.Equal(Samples.Pdf("application"), await node.ReadAsync(ofApplication));
        Assert.Equal(Samples.Pdf("supplement"), await node.ReadAsync(ofSupplement));
        await Assert.ThrowsAsync<AttachmentDamagedException>(() => node.ReadAsync(unused));
        await using var database = node.Database();
        Assert.Equal(2, await database.Contents.CountAsync(Cancellation));
        Assert.Equal(store == "Folder" ? 2 : 0, node.Files.Count);
        Assert.Equal(["application", "supplement"], (await node.Book.OfCaseAsync(caseId, Cancellation)).Select(found => found.Source));
    }

    [Fact]
    public async Task What_is_about_to_be_used_stays_and_a_swept_content_can_come_again()
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster);
        var held = await node.StoredAsync(Samples.Pdf("held"), "k1");
        var swept = await node.StoredAsync(Samples.Pdf("swept"), "k2");
        node.Time.Advance(TimeSpan.FromDays(8));
        Assert.NotNull(await node.Book.HoldAsync(held.Reference, Cancellation));
        await node.SweepAsync();

        Assert.Equal(Samples.Pdf("held"), await node.ReadAsync(held));
        Assert.Null(await node.Book.HoldAsync(swept.Reference, Cancellation));
        Assert.Equal(Samples.Pdf("swept"), await node.ReadAsync(await node.StoredAsync(Samples.Pdf("swept"), "k2")));
    }

    [Fact]
    public async Task What_a_crash_left_of_an_upload_goes_after_a_day()
    {
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster);
        await node.StoredAsync(Samples.Pdf(), "k1");
        var left = Path.Combine(node.Folder, "attachments", "incoming", "left");
        await File.WriteAllBytesAsync(left, [1], Cancellation);
        File.SetLastWriteTimeUtc(left, node.Time.GetUtcNow().UtcDateTime);
        node.Time.Advance(TimeSpan.FromHours(23));
        await node.SweepAsync();
        Assert.True(File.Exists(left));
        node.Time.Advance(TimeSpan.FromHours(2));
        await node.SweepAsync();

        Assert.False(File.Exists(left));
    }
}
