using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Definitions;

/// <summary>Reads what is published before anything is drawn, started or imported, and looks again for what other nodes publish.</summary>
internal sealed partial class PublishedWorkflowsWatch(
    IPublishedWorkflows published, ConsumerUpdates consumers, IStorageOutages outages, ILogger<PublishedWorkflowsWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await consumers.RunAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await published.RefreshAsync(stoppingToken);
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

    [LoggerMessage(1, LogLevel.Error, "What is published could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception cause);
}
