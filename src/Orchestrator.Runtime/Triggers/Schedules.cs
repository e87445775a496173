using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Timers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Triggers;

/// <summary>
/// Starts cases at the times of published Timer, Cron and StartAt triggers, on the node that owns the shards. A firing is its definition, its trigger and its time, which
/// together are the key of the start: it starts one case, however many nodes and restarts meet it. Of the times that passed while no node ran, the last one is made
/// up for when it is not older than <see cref="RuntimeOptions.MissedFirings"/>; the ones before it, and those before the version was published, are not.
/// </summary>
internal sealed partial class Schedules : IHostedService, IDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);

    private readonly TriggerIndex _triggers;
    private readonly TriggeredStart _start;
    private readonly TenureKeeper _keeper;
    private readonly WorkflowEngineOptions _engine;
    private readonly RuntimeOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DueQueue<Firing> _due;
    private readonly Lock _planning = new();
    private readonly Dictionary<string, DateTimeOffset> _done = new(StringComparer.Ordinal);
    private Dictionary<string, Firing> _planned = new(StringComparer.Ordinal);

    public Schedules(
        TriggerIndex triggers, TriggeredStart start, TenureKeeper keeper, WorkflowEngineOptions engine, RuntimeOptions options, TimeProvider clock, ILogger<Schedules> logger)
    {
        (_triggers, _start, _keeper, _engine, _options, _clock, _logger) = (triggers, start, keeper, engine, options, clock, logger);
        _due = new(clock, firing => _ = FireAsync(firing));
    }

    /// <summary>Firings that are planned, for tests and metrics.</summary>
    public int Count => _due.Count;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _triggers.Changed += Plan;
        _keeper.Owned += Plan;
        Plan();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _triggers.Changed -= Plan;
        _keeper.Owned -= Plan;
        _due.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _due.Dispose();

    /// <summary>Plans every trigger anew; what is published no longer is planned no longer.</summary>
    private void Plan()
    {
        lock (_planning)
        {
            foreach (var firing in _planned.Values) _due.Remove(firing);
            _planned = new(StringComparer.Ordinal);
            var now = _clock.GetUtcNow();
            foreach (var trigger in _triggers.All)
            {
                if (Recurrence.Of(trigger.Spec, trigger.Published.Since, _engine.TimeZone) is not { } times) continue;
                var from = Later(Later(trigger.Published.Since, now - _options.MissedFirings), _done.GetValueOrDefault(IdOf(trigger)));
                Set(trigger, times, times.Last(from, now) ?? times.Next(now));
            }
        }
    }

    private void Set(PublishedTrigger trigger, Recurrence times, DateTimeOffset? at)
    {
        if (at is not { } time) return;
        var firing = new Firing(trigger, times, time);
        _planned[IdOf(trigger)] = firing;
        _due.Set(firing, time);
    }

    private async Task FireAsync(Firing firing)
    {
        var isDone = false;
        try
        {
            // A node that stands by plans too, so that it is ready; only the owner fires.
            isDone = _keeper.Current is null || await StartAsync(firing);
        }
        catch (Exception cause)
        {
            LogNotFired(_logger, firing.Trigger.Published.Workflow.VersionId, firing.Trigger.Spec.NodeId, firing.At, cause);
            isDone = true;
        }

        lock (_planning)
        {
            if (isDone && _keeper.Current is not null) _done[IdOf(firing.Trigger)] = firing.At;
            if (!_planned.Values.Any(planned => ReferenceEquals(planned, firing))) return;
            var now = _clock.GetUtcNow();

            // A time that passed while this one was being made is not lost.
            if (isDone) Set(firing.Trigger, firing.Times, firing.Times.Last(firing.At, now) ?? firing.Times.Next(Later(firing.At, now)));
            else _due.Set(firing, now + AgainAfter);
        }
    }

    private async Task<bool> StartAsync(Firing firing)
    {
        var workflow = firing.Trigger.Published.Workflow;
        var at = firing.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        var key = new StartKey("schedule", $"{IdOf(firing.Trigger)}/{at}", BodyHash: "");
        switch (await _start.StartAsync(firing.Trigger, key, JsonSerializer.SerializeToElement(new { firedAt = at }), null, Actor.System, CancellationToken.None))
        {
            case StartOutcome.Unavailable:
                return false;
            case StartOutcome.Refused refused:
                LogRefused(_logger, workflow.VersionId, firing.Trigger.Spec.NodeId, firing.At, refused.Message);
                return true;
            default:
                return true;
        }
    }

    private static string IdOf(PublishedTrigger trigger) => $"{trigger.Published.Workflow.DefinitionId}/{trigger.Spec.NodeId}";

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Compared by reference: planning anew makes new ones, so that one under way does not plan on for a trigger that is gone.</summary>
    private sealed class Firing(PublishedTrigger trigger, Recurrence times, DateTimeOffset at)
    {
        public PublishedTrigger Trigger => trigger;

        public Recurrence Times => times;

        public DateTimeOffset At => at;
    }

    [LoggerMessage(1, LogLevel.Error, "{VersionId} could not be started by {NodeId} at {At}")]
    private static partial void LogNotFired(ILogger logger, string versionId, string nodeId, DateTimeOffset at, Exception cause);

    [LoggerMessage(2, LogLevel.Information, "{VersionId} was not started by {NodeId} at {At}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string versionId, string nodeId, DateTimeOffset at, string reason);
}
