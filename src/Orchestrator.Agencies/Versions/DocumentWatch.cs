using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Versions;

/// <summary>Looks again and again for files that were changed and for versions that other nodes stored.</summary>
internal sealed partial class DocumentWatch(DocumentKeeper keeper, IStorageOutages outages, TimeProvider time, ILogger<DocumentWatch> logger) : BackgroundService
{
    /// <summary>A changed file is taken in when it has been the same for one such time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keeper.LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause) when (outages.IsOutage(cause))
            {
                // Readiness tells that the database is away.
            }
            catch (Exception cause)
            {
                LogNotRead(logger, cause);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The agencies' documents could not be looked at")]
    private static partial void LogNotRead(ILogger logger, Exception cause);
}
