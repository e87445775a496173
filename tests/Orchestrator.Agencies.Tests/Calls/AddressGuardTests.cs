using System.Net;
using Orchestrator.Agencies.Calls;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("127.8.8.8", true, false)]
    [InlineData("::1", true, false)]
    [InlineData("::ffff:127.0.0.1", true, false)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("::ffff:10.0.0.1", false, true)]
    [InlineData("fd00::1", false, true)]
    public void Local_and_private_addresses_need_leave(string text, bool isLoopback, bool isPrivate)
    {
        var address = IPAddress.Parse(text);

        Assert.False(new AddressGuard(false, false).Allows(address));
        Assert.Equal(isLoopback, new AddressGuard(true, false).Allows(address));
        Assert.Equal(isPrivate, new AddressGuard(false, true).Allows(address));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("::")]
    [InlineData("::ffff:169.254.169.254")]
    public void Some_addresses_are_never_reached(string text) => Assert.False(new AddressGuard(true, true).Allows(IPAddress.Parse(text)));

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2001:db8::1")]
    public void Public_addresses_are_reached(string text) => Assert.True(new AddressGuard(false, false).Allows(IPAddress.Parse(text)));
}
