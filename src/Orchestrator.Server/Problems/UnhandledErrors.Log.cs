namespace Orchestrator.Server.Problems;

internal sealed partial class UnhandledErrors
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} ended in an error that nobody expected.")]
    private partial void LogUnhandled(string method, PathString path, Exception exception);
}
