using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Running;

/// <summary>Gets the shards, keeps them while it can, and tries again after losing them; waits as standby while another process has them.</summary>
internal sealed partial class TenureKeeper(
    TenureParts parts, IOwnershipLock ownership, ShardRegistry shards, SchemaMigrator migrator, IEnumerable<ICasePreparation> preparations, ILogger<TenureKeeper> logger)
    : BackgroundService
{
    private readonly object _changing = new();
    private TaskCompletionSource<Tenure> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised when this node has got the shards and gone on where the owner before stopped.</summary>
    public event Action? Owned;

    /// <summary>The tenure that accepts commands, or null.</summary>
    public Tenure? Current { get; private set; }

    /// <summary>Why there is no tenure, for readiness.</summary>
    public string Waiting { get; private set; } = "the server is starting";

    /// <summary>Waits for a tenure.</summary>
    /// <returns>Null when there is none in time.</returns>
    public async Task<Tenure?> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task<Tenure> next;
        lock (_changing)
        {
            if (Current is { Lost.IsCancellationRequested: false } current) return current;
            next = _next.Task;
        }

        if (atMost <= TimeSpan.Zero) return null;
        var first = await Task.WhenAny(next, Task.Delay(atMost, TimeProvider.System, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return first == next ? await next : null;
    }

    /// <summary>Brings the schema up to date before anything that starts later uses it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await migrator.MigrateAsync(cancellationToken);
        await parts.Keys.RequireRingAsync(cancellationToken);
        await shards.SeedAsync(parts.Options.Shards, cancellationToken);
        await PrepareAsync(cancellationToken);
        ObserveGauges();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting while this node waits for the shards.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var hold = await ownership.TryAcquireAsync(stoppingToken);
                if (hold is null) Waiting = "another process owns the shards; this one stands by";
                else await ServeAsync(hold, stoppingToken);
            }
            catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
            {
                Waiting = $"the shards cannot be owned now: {cause.Message}";
                LogNotOwned(logger, cause.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(parts.Options.StandbyInterval, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(IOwnershipHold hold, CancellationToken stoppingToken)
    {
        // Cases of the owner before may need what it has stored meanwhile.
        await PrepareAsync(stoppingToken);
        var epochs = await shards.TakeOverAsync($"{Environment.MachineName}/{Environment.ProcessId}", stoppingToken);
        await using var tenure = new Tenure(parts, epochs, hold.Lost);
        // Decisions in doubt are read for as long as the database needs; only a process that ends cannot wait for ever.
        await using var ending = stoppingToken.Register(() => tenure.AbandonAfter(parts.Options.DrainTime));
        Publish(tenure);
        try
        {
            await tenure.RecoverAsync(stoppingToken);
            Owned?.Invoke();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(tenure.Lost, stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Withdraw();
            Waiting = "the shards were lost; owning them again is being tried";
            if (!tenure.Lost.IsCancellationRequested) await tenure.DrainAsync(parts.Options.DrainTime);
            else LogLost(logger);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var preparation in preparations) await preparation.PrepareAsync(cancellationToken);
    }

    private void ObserveGauges()
    {
        void Gauge(string name, string unit, string description, Func<Tenure, long> read) =>
            parts.Metrics.Observe(name, unit, description, () => Current is { } tenure ? read(tenure) : 0);
        Gauge("orchestrator.commands.in_flight", "{command}", "Commands waiting or running", tenure => tenure.InFlight);
        Gauge("orchestrator.commits.waiting", "{decision}", "Decisions waiting to become durable", tenure => tenure.Waiting);
        Gauge("orchestrator.cases.cached", "{case}", "Cases in memory", tenure => tenure.Cached);
        Gauge("orchestrator.effects.pending", "{effect}", "Effects not settled", tenure => tenure.Effects.Count);
        Gauge("orchestrator.timers.near", "{timer}", "Timers held in memory", tenure => tenure.Timers.Count);
    }

    private void Publish(Tenure tenure)
    {
        lock (_changing)
        {
            Current = tenure;
            // Who finds this tenure lost before it is withdrawn waits for the one after it.
            var waiting = _next;
            _next = new TaskCompletionSource<Tenure>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.TrySetResult(tenure);
        }
    }

    private void Withdraw()
    {
        lock (_changing) Current = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The shards cannot be owned now: {Reason}")]
    private static partial void LogNotOwned(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The shards were lost; everything in memory is dropped")]
    private static partial void LogLost(ILogger logger);
}
