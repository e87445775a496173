using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Runtime.Outbound;

/// <summary>
/// Says which addresses calls may reach. Checked on the address that a name resolved to, at the moment of connecting, so that a name that
/// resolves to something else later gains nothing. Pure.
/// </summary>
/// <param name="AllowLoopback">This machine itself.</param>
/// <param name="AllowPrivateNetworks">Addresses of private networks (RFC 1918, RFC 4193, RFC 6598, RFC 2544).</param>
public sealed record AddressGuard(bool AllowLoopback, bool AllowPrivateNetworks)
{
    // Answer to whoever asks from inside a cloud machine, with its credentials. One of them is a public address, one is in a private network.
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("fd00:ec2::254"),
    ];

    /// <summary>True when a call may go there.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (Array.Exists(Metadata, address.Equals))
            return false;
        if (IPAddress.IsLoopback(address))
            return AllowLoopback;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return AllowsV4(address.GetAddressBytes());
        return EmbeddedAddress.Of(address) is { } inner ? Allows(inner) : AllowsV6(address);
    }

    private bool AllowsV4(byte[] bytes) => bytes switch
    {
        [0, ..] or [169, 254, ..] or [192, 0, 0, _] or [192, 88, 99, _] or [>= 224, ..] => false,
        [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..] or [198, 18 or 19, ..] => AllowPrivateNetworks,
        _ => true,
    };

    private bool AllowsV6(IPAddress address) =>
        !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !address.IsIPv6SiteLocal && !address.IsIPv6Teredo
        && address.GetAddressBytes() switch
        {
            // Unspecified and the rest of ::/8, discard (RFC 6666), NAT64 of the local network (RFC 8215).
            [0, 0, ..] or [0x01, 0x00, 0, 0, 0, 0, 0, 0, ..] or [0x00, 0x64, 0xff, 0x9b, 0x00, 0x01, ..] => false,
            [0xfc or 0xfd, ..] => AllowPrivateNetworks,
            _ => true,
        };
}
