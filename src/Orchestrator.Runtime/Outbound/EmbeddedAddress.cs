using System.Net;

namespace Orchestrator.Runtime.Outbound;

/// <summary>IPv6 addresses that only carry an IPv4 address: a gateway or the system itself would go on to that one.</summary>
internal static class EmbeddedAddress
{
    /// <summary>The IPv4 address inside, or null when there is none.</summary>
    public static IPAddress? Of(IPAddress address) => address.GetAddressBytes() switch
    {
        // ::a.b.c.d (RFC 4291, deprecated) and ::ffff:a.b.c.d (mapped); "::" and "::1" are addresses of their own.
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 or 1] => null,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. var last] => new IPAddress(last),
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, .. var last] => new IPAddress(last),
        // ::ffff:0:a.b.c.d (RFC 7915) and 64:ff9b::a.b.c.d (NAT64, RFC 6052).
        [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, .. var last] => new IPAddress(last),
        [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. var last] => new IPAddress(last),
        // 6to4 (RFC 3056).
        [0x20, 0x02, var a, var b, var c, var d, ..] => new IPAddress([a, b, c, d]),
        _ => null,
    };
}
