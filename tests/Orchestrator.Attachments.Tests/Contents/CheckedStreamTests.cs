using System.Security.Cryptography;
using Orchestrator.Attachments.Contents;

namespace Orchestrator.Attachments.Tests.Contents;

public sealed class CheckedStreamTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(index => (byte)index)];

    private static readonly AttachmentReference Reference = new(Guid.NewGuid(), Convert.ToHexStringLower(SHA256.HashData(Content)));

    [Fact]
    public async Task What_was_stored_is_given_whole()
    {
        await using var stream = Of(Content);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, 64, TestContext.Current.CancellationToken);

        Assert.Equal(Content, read.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(999)]
    public async Task A_changed_byte_is_found_before_the_last_byte_is_given(int position)
    {
        var damaged = (byte[])Content.Clone();
        damaged[position] ^= 1;
        await using var stream = Of(damaged);
        using var read = new MemoryStream();

        await Assert.ThrowsAsync<AttachmentDamagedException>(() => stream.CopyToAsync(read, 64, TestContext.Current.CancellationToken));
        Assert.True(read.Length < Content.Length);
    }

    [Fact]
    public async Task A_missing_end_is_found()
    {
        await using var stream = Of(Content[..999]);

        await Assert.ThrowsAsync<AttachmentDamagedException>(() => stream.CopyToAsync(Stream.Null, 64, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_part_is_given_without_reading_the_rest()
    {
        await using var stream = Of(Content);
        stream.Seek(990, SeekOrigin.Begin);
        var tail = new byte[20];

        Assert.Equal(10, await stream.ReadAtLeastAsync(tail, 20, throwOnEndOfStream: false, TestContext.Current.CancellationToken));
        Assert.Equal(Content[990..], tail[..10]);
    }

    private static CheckedStream Of(byte[] stored) => new(new MemoryStream(stored), Reference, Content.Length);
}
