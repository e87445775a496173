using System.Net;
using Orchestrator.Runtime.Outbound;

namespace Orchestrator.Runtime.Tests.Outbound;

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
    [InlineData("198.18.0.1", false, true)]
    [InlineData("::127.0.0.1", true, false)]
    [InlineData("::10.0.0.1", false, true)]
    [InlineData("::ffff:0:10.0.0.1", false, true)]
    [InlineData("64:ff9b::127.0.0.1", true, false)]
    [InlineData("64:ff9b::192.168.1.1", false, true)]
    [InlineData("2002:c0a8:0101::1", false, true)]
    [InlineData("2002:7f00:0001::1", true, false)]
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
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("64:ff9b:1::10.0.0.1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("fec0::1")]
    [InlineData("100::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    public void Some_addresses_are_never_reached(string text) => Assert.False(new AddressGuard(true, true).Allows(IPAddress.Parse(text)));

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("64:ff9b::203.0.113.7")]
    [InlineData("2606:4700::1111")]
    public void Public_addresses_are_reached(string text) => Assert.True(new AddressGuard(false, false).Allows(IPAddress.Parse(text)));
}
