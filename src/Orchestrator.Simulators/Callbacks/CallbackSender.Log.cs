namespace Orchestrator.Simulators.Callbacks;

internal sealed partial class CallbackSender
{
    [LoggerMessage(1, LogLevel.Information, "Callback {Id} was answered {Status} at try {Attempt}; it is sent again")]
    private static partial void LogRefused(ILogger logger, long id, int status, int attempt);

    [LoggerMessage(2, LogLevel.Information, "Callback {Id} reached nobody at try {Attempt} ({Reason}); it is sent again")]
    private static partial void LogUnreachable(ILogger logger, long id, int attempt, string reason);
}
