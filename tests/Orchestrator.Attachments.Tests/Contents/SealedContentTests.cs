using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Tests.Support;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Tests.Contents;

public sealed class SealedContentTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(SealedPieces.PieceSize - 1)]
    [InlineData(SealedPieces.PieceSize)]
    [InlineData(SealedPieces.PieceSize + 1)]
    [InlineData((3 * SealedPieces.PieceSize) + 17)]
    public async Task A_content_of_any_length_is_opened_whole_and_from_any_place(int length)
    {
        var (key, plain) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(length));
        var stored = await SealAsync(plain, key);
        Assert.Equal(SealedPieces.LengthOf(length), stored.Length);

        await using var opened = new OpenedContent(new MemoryStream(stored), key, length);
        using var all = new MemoryStream();
        await opened.CopyToAsync(all, Cancellation);
        Assert.Equal(plain, all.ToArray());
        opened.Seek(length / 2, SeekOrigin.Begin);
        var rest = new byte[length - (length / 2)];
        await opened.ReadExactlyAsync(rest, Cancellation);
        Assert.Equal(plain[(length / 2)..], rest);
    }

    [Fact]
    public async Task It_ends_before_a_piece_that_was_changed_or_moved()
    {
        const int Length = (2 * SealedPieces.PieceSize) + 5;
        var (key, plain) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(Length));
        var changed = await SealAsync(plain, key);
        changed[SealedPieces.PieceSize + SealedPieces.TagSize + 9] ^= 1;
        var whole = await SealAsync(plain, key);
        const int Stored = SealedPieces.PieceSize + SealedPieces.TagSize;
        byte[] moved = [.. whole[Stored..(2 * Stored)], .. whole[..Stored], .. whole[(2 * Stored)..]];

        Assert.Equal(plain[..SealedPieces.PieceSize], await ReadAsync(changed, key, Length));
        Assert.Empty(await ReadAsync(moved, key, Length));
        Assert.Empty(await ReadAsync(whole, RandomNumberGenerator.GetBytes(32), Length));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite, "Folder")]
    [InlineData(StorageProvider.Sqlite, "Database")]
    [InlineData(StorageProvider.PostgreSql, "Database")]
    public async Task What_is_kept_is_sealed_and_read_as_it_was_sent_also_after_a_rotation_of_the_key_ring(StorageProvider provider, string store)
    {
        await using var node = await AttachmentNode.StartAsync(provider, cluster, ("Attachments:Store", store));
        byte[] sent = [.. "%PDF-1.7 Nguyễn Thị Khuê "u8, .. RandomNumberGenerator.GetBytes(300_000)];
        var stored = await node.StoredAsync(sent);

        Assert.Equal(sent, await node.ReadAsync(stored));
        await using var database = node.Database();
        var kept = store == "Folder" ? node.Files.Select(File.ReadAllBytes).ToList() : await database.Pieces.AsNoTracking().Select(piece => piece.Bytes).ToListAsync(Cancellation);
        Assert.NotEmpty(kept);
        Assert.All(kept, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("Nguyễn Thị Khuê"u8)));
        var ring = Directory.GetFiles(Path.Combine(node.Folder, "case-keys"));
        node.Get<KeyRing>().Add();

        Assert.Equal(1, await node.Get<IContentKeyHolder>().RenewAsync(Cancellation));

        Assert.Equal(0, await node.Get<IContentKeyHolder>().RenewAsync(Cancellation));
        foreach (var old in ring) File.Delete(old);
        Assert.Equal(sent, await node.ReadAsync(stored));
    }

    private static async Task<byte[]> SealAsync(byte[] plain, byte[] key)
    {
        using var stored = new MemoryStream();
        await SealedPieces.SealAsync(new MemoryStream(plain), stored, key, Cancellation);
        return stored.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] stored, byte[] key, long length)
    {
        await using var opened = new OpenedContent(new MemoryStream(stored), key, length);
        using var all = new MemoryStream();
        await opened.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }
}
