using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Cases.Procedures;

/// <summary>Loads the procedures when the host starts, after the runtime; while the database is away it tries again until it is back.</summary>
internal sealed partial class ProcedureStartup(ProcedureLoader loader, TimeProvider time, ILogger<ProcedureStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryLoadAsync(cancellationToken)) await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do await Task.Delay(Pause, time, stoppingToken);
        while (!await TryLoadAsync(stoppingToken));
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await loader.LoadAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(logger, failure);
            return false;
        }
    }

    [LoggerMessage(10, LogLevel.Error, "Expected to load the procedures, but storage failed; trying again in a few seconds")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
