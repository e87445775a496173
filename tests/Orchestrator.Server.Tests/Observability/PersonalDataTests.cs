using Orchestrator.Server.Observability;

namespace Orchestrator.Server.Tests.Observability;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("personal ID 001222012345 is wrong", "personal ID *** is wrong")]
    [InlineData("card TE1010123456789", "card ***")]
    [InlineData("call 0912345678 or +84912345678", "call *** or ***")]
    [InlineData("write to an.nguyen@example.vn please", "write to *** please")]
    [InlineData("key ork_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "key ***")]
    public void Identifiers_are_hidden(string text, string shown) => Assert.Equal(shown, PersonalData.Hide(text));

    [Theory]
    [InlineData("dossier G22.99.01-261123-0001")]
    [InlineData("trace 4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("case 0193a5e2b6c77b1e8f2a001222012345")]
    [InlineData("took 1234567890123 ticks")]
    public void Numbers_that_are_needed_to_help_stay(string text) => Assert.Equal(text, PersonalData.Hide(text));

    [Theory]
    [InlineData("""{"child":{"name":"An"}}""", true)]
    [InlineData("""[{"name":"An"}]""", true)]
    [InlineData("{Template}", false)]
    [InlineData("plain", false)]
    public void JSON_is_recognised(string text, bool isJson) => Assert.Equal(isJson, PersonalData.LooksLikeJson(text));
}
