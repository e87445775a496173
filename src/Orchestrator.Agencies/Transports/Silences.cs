using System.Net.Sockets;
using Orchestrator.Runtime.Outbound;
using Polly.Timeout;

namespace Orchestrator.Agencies.Transports;

/// <summary>Why no answer came, in words for the support desk; never an address or a body.</summary>
internal static class Silences
{
    /// <summary>No address may be connected to: nothing was sent, and nothing will be until configuration changes.</summary>
    public const string AddressNotAllowed = "address not allowed";

    /// <summary>The reason, or null when the exception is none of a connection.</summary>
    public static string? Of(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        TimeoutRejectedException => "timeout",
        CertificateRefusedException refused => refused.Message,
        HttpRequestException { InnerException: CertificateRefusedException refused } => refused.Message,
        HttpRequestException { InnerException: AddressRefusedException } or AddressRefusedException => AddressNotAllowed,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not found",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "name not found",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection",
        HttpRequestException or IOException => "connection",
        OperationCanceledException when !cancellationToken.IsCancellationRequested => "timeout",
        _ => null,
    };
}
