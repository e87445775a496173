namespace Orchestrator.Agencies.Transports;

/// <summary>Who asks whom in the X-Road message protocol.</summary>
/// <param name="Client">Identifier of our subsystem, <c>instance/class/member/subsystem</c>; sent as <c>X-Road-Client</c>.</param>
/// <param name="Service">Identifier of the agency's service, <c>instance/class/member/subsystem/service</c>.</param>
/// <param name="UserId">Whom the request is made for, or null; sent as <c>X-Road-UserId</c>.</param>
public sealed record XRoadParties(string Client, string Service, string? UserId)
{
    private const int ClientParts = 4, ServiceParts = 5;

    /// <summary>Version of the message protocol in the service's address.</summary>
    private const string Protocol = "r1";

    /// <summary>Reads identifiers as an administrator writes them; null when one is no identifier.</summary>
    public static XRoadParties? Read(string? client, string? service, string? userId) =>
        Identifier(client, ClientParts) is { } from && Identifier(service, ServiceParts) is { } to ? new XRoadParties(from, to, userId is { Length: > 0 } ? userId : null) : null;

    /// <summary>Address of the service at a security server.</summary>
    public Uri At(Uri securityServer)
    {
        ArgumentNullException.ThrowIfNull(securityServer);
        return new Uri($"{securityServer.AbsoluteUri.TrimEnd('/')}/{Protocol}/{Service}");
    }

    // Each part travels percent-encoded, in the address and in the header alike (message protocol for REST, section 4.1).
    private static string? Identifier(string? text, int parts)
    {
        var found = (text ?? "").Split('/');
        return found.Length == parts && found.All(part => part.Trim() is { Length: > 0 } and not "." and not "..")
            ? string.Join('/', found.Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part.Trim())))) : null;
    }
}
