using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// Says which addresses calls may reach. Checked on the address that a name resolved to, at the moment of connecting, so that a name that
/// resolves to something else later gains nothing.
/// </summary>
/// <param name="AllowLoopback">This machine itself.</param>
/// <param name="AllowPrivateNetworks">Addresses of private networks (RFC 1918, RFC 4193).</param>
public sealed record AddressGuard(bool AllowLoopback, bool AllowPrivateNetworks)
{
    /// <summary>True when a call may go there.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain))
            return AllowLoopback;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !plain.IsIPv6LinkLocal && !plain.IsIPv6Multicast && !plain.IsIPv6SiteLocal && !plain.Equals(IPAddress.IPv6Any)
                && (!plain.IsIPv6UniqueLocal || AllowPrivateNetworks);
        }

        return plain.GetAddressBytes() switch
        {
            [0, ..] or [169, 254, ..] or [>= 224, ..] => false,
            [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..] => AllowPrivateNetworks,
            _ => true,
        };
    }

    /// <summary>Connects to the first address that is allowed.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(Allows).ToArray();
        if (allowed.Length == 0)
            throw new AddressRefusedException($"Expected an address that calls may reach, but {context.DnsEndPoint.Host} is local or private; allow it with Agencies:AllowLoopback or Agencies:AllowPrivateNetworks.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Leaves the connection attempt to an address that is not allowed.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
