namespace Orchestrator.Server.Access;

internal sealed partial class DevelopmentKeys
{
    [LoggerMessage(1, LogLevel.Information, "Development keys are kept in {Directory}, one file per role.")]
    private partial void LogKept(string directory);
}
