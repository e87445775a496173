namespace Orchestrator.Server.Hosting;

internal sealed partial class StandInAgencies
{
    [LoggerMessage(1, LogLevel.Information, "Stand-in agencies listen on {Address}.")]
    private partial void LogListening(Uri address);
}
