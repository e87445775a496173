using Orchestrator.Server.Access;

namespace Orchestrator.Server.Tests.Access;

public sealed class KeyTextTests
{
    [Fact]
    public void A_key_reads_back_as_itself()
    {
        var key = KeyText.New();

        Assert.True(KeyText.TryParse(key.Reveal(), out var read));
        Assert.Equal(key.Id, read.Id);
        Assert.Equal(key.Secret, read.Secret);
        Assert.Equal(32, read.Secret.Length);
    }

    [Fact]
    public void No_two_keys_are_alike() => Assert.NotEqual(KeyText.New().Reveal(), KeyText.New().Reveal());

    [Fact]
    public void The_text_for_logs_does_not_hold_the_secret()
    {
        var key = KeyText.New();

        Assert.DoesNotContain(key.Reveal()[22..], key.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ork_")]
    [InlineData("ork_0123456789abcdef")]
    [InlineData("ork_0123456789abcdef_")]
    [InlineData("ork_0123456789abcdef_c2hvcnQ")]
    [InlineData("ork_0123456789abcdef_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("sk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_key_is_not_read(string text) => Assert.False(KeyText.TryParse(text, out _));
}
