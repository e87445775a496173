using Microsoft.Extensions.Logging;

namespace Orchestrator.Agencies.Catalog;

public sealed partial class AgencyCatalog
{
    [LoggerMessage(1, LogLevel.Information, "{Agencies} agencies with {Operations} operations are loaded from {Workflows}")]
    private static partial void LogLoaded(ILogger logger, int agencies, int operations, string workflows);

    [LoggerMessage(2, LogLevel.Warning, "{Source}: {Path} (operation {Operation}): {Message}")]
    private static partial void LogFault(ILogger logger, string source, string path, string operation, string message);
}
