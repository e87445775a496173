using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Runtime.Outbound;

/// <summary>Makes HTTP handlers whose every connection goes where a guard allows, and nowhere else.</summary>
public static class GuardedConnections
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>A handler that follows no redirect, uses no proxy of the machine and keeps no cookies.</summary>
    public static SocketsHttpHandler CreateHandler(AddressGuard guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return new SocketsHttpHandler
        {
            // A redirect could lead anywhere, with the person's data in it; whoever moved is configured anew.
            AllowAutoRedirect = false,
            // A proxy would resolve the name itself, where no guard looks.
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = Lifetime,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(guard, context.DnsEndPoint, cancellationToken),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(AddressGuard guard, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        // The very addresses that were checked are connected to: asking the name again could give others.
        var allowed = addresses.Where(guard.Allows).ToArray();
        if (allowed.Length == 0)
            throw new AddressRefusedException(target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Leaves the attempt to connect to an address that is not allowed; <see cref="HttpRequestException"/> carries it as its inner exception.</summary>
/// <param name="host">The host as it was named.</param>
public sealed class AddressRefusedException(string host)
    : IOException($"Expected an address that calls may reach, but {host} is local, private or reserved; allow loopback or private networks in the configuration, or call another.");
