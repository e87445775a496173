using Microsoft.Extensions.Logging;

namespace Orchestrator.Cases.Procedures;

internal sealed partial class ProcedureLoader
{
    [LoggerMessage(1, LogLevel.Error, "Procedure {Procedure} is not offered: {File} {Path} [{Code}] {Message}")]
    private static partial void LogFault(ILogger logger, string procedure, string file, string path, string code, string message);

    [LoggerMessage(2, LogLevel.Information, "{Count} procedures are offered, {Broken} are broken")]
    private static partial void LogLoaded(ILogger logger, int count, int broken);

    [LoggerMessage(3, LogLevel.Information, "Procedure {Procedure} has version {Version} ({VersionId}) published")]
    private static partial void LogImported(ILogger logger, string procedure, int version, string versionId);
}
