using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private static readonly Checkpoint _checkpoint = new(
        "orchestrator.example", 7, 123, [.. Enumerable.Repeat((byte)1, 32)], [.. Enumerable.Repeat((byte)2, 32)], new DateTimeOffset(2026, 3, 2, 8, 0, 0, 123, 456, TimeSpan.Zero));

    [Fact]
    public void A_signed_text_is_read_back_and_written_the_same()
    {
        using var key = SigningKey.Create();
        var text = key.Sign(_checkpoint).Text;
        var read = SignedCheckpoint.Parse(text)!;
        Assert.Equal(text, read.Text);
        Assert.True(key.Public.Signed(read));
        Assert.Equal("orchestrator.example\n7\n123\n", text[..27]);
    }

    [Theory]
    [InlineData("\n7\n", "\n8\n")]
    [InlineData("\n123\n", "\n124\n")]
    [InlineData("08:00:00", "09:00:00")]
    public void A_changed_text_no_longer_belongs_to_its_signature(string from, string to)
    {
        using var key = SigningKey.Create();
        var changed = SignedCheckpoint.Parse(key.Sign(_checkpoint).Text.Replace(from, to, StringComparison.Ordinal))!;
        Assert.False(key.Public.Signed(changed));
    }

    [Fact]
    public void Another_key_with_the_same_id_is_not_that_key()
    {
        using var key = SigningKey.Create();
        using var forger = SigningKey.Create();
        Assert.False((forger.Public with { Id = key.Public.Id }).Signed(forger.Sign(_checkpoint) with { KeyId = key.Public.Id }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("orchestrator\n1\n")]
    [InlineData("orchestrator\n1\n2\nAAAA\nAAAA\n2026-03-02T08:00:00.000000Z\n\n— k AAAA\n")]
    public void What_is_no_signed_text_is_not_read(string text) => Assert.Null(SignedCheckpoint.Parse(text));
}
