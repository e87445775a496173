using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Catalog;
using Quartz;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>
/// Begins a run for every agency once a night and goes on with runs that stopped. Every node looks; the database lets one have each run. Time comes from the
/// clock of the cases, so that a night can be played.
/// </summary>
internal sealed partial class NightlyReconciliation(
    AgencyCatalog catalog, Reconciler reconciler, ReconciliationBook book, ReconciliationSettings settings, TimeProvider time, ILogger<NightlyReconciliation> logger)
{
    private static readonly TimeSpan VietNam = TimeSpan.FromHours(7);

    /// <summary>Does what is due.</summary>
    /// <returns>How many runs were worked on.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var worked = 0;
        foreach (var agency in catalog.Agencies.Where(Reconciler.CanAsk))
        {
            try
            {
                var run = await book.TakeOverAsync(agency.Code, cancellationToken);
                if (run is null && Night() is { } night && await book.UnderWayAsync(agency.Code, cancellationToken) is null)
                    run = await book.BeginAsync(agency.Code, night, "night", settings.Days, cancellationToken);
                if (run is null)
                    continue;
                worked++;
                await reconciler.WorkAsync(run, cancellationToken);
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                // One agency must not keep the others from being asked; the run's lease ends and it goes on.
                LogStopped(problem, agency.Code);
            }
        }

        return worked;
    }

    /// <summary>The night that has begun today, or null before its time.</summary>
    private string? Night()
    {
        var now = time.GetUtcNow().ToOffset(VietNam);
        return settings.IsNightly && TimeOnly.FromDateTime(now.DateTime) >= settings.At ? DateOnly.FromDateTime(now.DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    [LoggerMessage(1, LogLevel.Error, "Reconciliation with {Agency} stopped; it goes on later")]
    private partial void LogStopped(Exception problem, string agency);
}

/// <summary>Looks every few minutes what is due.</summary>
[DisallowConcurrentExecution]
internal sealed class ReconciliationJob(NightlyReconciliation nightly) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await nightly.LookAsync(cancellationToken);
}
