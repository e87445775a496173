using System.Net;

namespace Orchestrator.Server.Access;

internal sealed partial class ApiKeyAuthentication
{
    [LoggerMessage(1, LogLevel.Warning, "A key from {Address} was not accepted.")]
    private partial void LogRefused(IPAddress? address);
}
