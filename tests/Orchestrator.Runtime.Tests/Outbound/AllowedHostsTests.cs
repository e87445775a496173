using Orchestrator.Runtime.Outbound;

namespace Orchestrator.Runtime.Tests.Outbound;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("registry.example", "https://registry.example/a", true)]
    [InlineData("registry.example", "https://REGISTRY.example./a", true)]
    [InlineData("registry.example", "https://registry.example.evil.test/", false)]
    [InlineData("registry.example", "https://registry.example@evil.test/", false)]
    [InlineData("*.gov.example", "https://justice.gov.example/", true)]
    [InlineData("*.gov.example", "https://gov.example/", false)]
    [InlineData("*.gov.example", "https://evilgov.example/", false)]
    [InlineData("a.example, b.example", "http://b.example:8080/", true)]
    [InlineData("*", "https://anything.example/", true)]
    [InlineData("", "https://registry.example/", false)]
    [InlineData(null, "https://registry.example/", false)]
    public void A_host_is_allowed_when_a_pattern_names_it(string? patterns, string address, bool isAllowed) =>
        Assert.Equal(isAllowed, AllowedHosts.Parse(patterns).Allows(new Uri(address)));
}
