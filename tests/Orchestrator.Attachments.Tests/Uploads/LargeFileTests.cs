using System.Security.Cryptography;
using Orchestrator.Attachments.Tests.Support;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Tests.Uploads;

/// <summary>Counts memory, so that nothing may run beside it.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>200 MB: what is held in memory is counted, not timed.</summary>
    [Fact]
    public async Task A_large_file_comes_in_without_being_held_in_memory()
    {
        const long Size = 200 * 1024 * 1024;
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster);
        await node.StoredAsync(Samples.Pdf(), "warm");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var stored = Assert.IsType<UploadOutcome.Stored>(await node.Desk.UploadAsync(new Upload("agency:portal", "large", Samples.LargePdf(Size)), Cancellation)).Attachment;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(Size, stored.Size);
        Assert.True(allocated < Size / 10, $"{allocated / 1024 / 1024} MB were allocated for a file of {Size / 1024 / 1024} MB.");
        await using var content = await node.Book.OpenAsync(stored, Cancellation);
        Assert.Equal(stored.Reference.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancellation)));
    }
}
