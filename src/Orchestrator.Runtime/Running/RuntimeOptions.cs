namespace Orchestrator.Runtime.Running;

/// <summary>Bounds of the runtime; configuration section <c>Runtime</c>.</summary>
public sealed class RuntimeOptions
{
    /// <summary>How many shards a new database gets. An existing database keeps its number.</summary>
    public int Shards { get; set; } = 64;

    /// <summary>At most this many decisions in one transaction.</summary>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>Commands waiting or running on this node; more are answered Unavailable.</summary>
    public int QueuedCommands { get; set; } = 50_000;

    /// <summary>Cases kept in memory; the one used longest ago makes room.</summary>
    public int CachedCases { get; set; } = 20_000;

    /// <summary>Cases read from the database at once.</summary>
    public int ParallelLoads { get; set; } = 16;

    /// <summary>How long a command waits for an owner or for the database before it is answered Unavailable.</summary>
    public TimeSpan PatienceOfCommands { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a standby asks for the lock, and how soon an owner that lost it asks again.</summary>
    public TimeSpan StandbyInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Entries between two snapshots of a case.</summary>
    public int SnapshotEvery { get; set; } = 200;

    /// <summary>Effects of one kind handled at once.</summary>
    public int EffectsInFlight { get; set; } = 64;

    /// <summary>Exceptions of a handler before the effect fails and an incident opens.</summary>
    public int HandlerFailures { get; set; } = 8;

    /// <summary>Delay after a handler's first exception; doubles each time, to at most an hour.</summary>
    public TimeSpan HandlerDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Timers due within this time are held in memory; later ones wait in the database.</summary>
    public TimeSpan TimerHorizon { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How old the last missed time of a schedule may be to be made up for when a node runs again.</summary>
    public TimeSpan MissedFirings { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a stopping host waits for commands under way.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);
}
