using System.Text.Json;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Incidents;

/// <summary>What the support desk does with faults.</summary>
public sealed class IncidentDesk
{
    /// <summary>Incidents, oldest first; null when the cursor is not one of ours.</summary>
    public Task<Page<IncidentView>?> ListAsync(IncidentSearch search, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One incident, or null.</summary>
    public Task<IncidentView?> FindAsync(IncidentId id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs the faulted step again.</summary>
    public Task<IncidentOutcome> RetryAsync(IncidentId id, string? reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Closes it without further work.</summary>
    public Task<IncidentOutcome> ResolveAsync(IncidentId id, string? reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Lets the step end through a port that a person chose.</summary>
    public Task<IncidentOutcome> OverrideAsync(IncidentId id, string outcome, JsonElement? outputs, string? reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs all faulted steps of one cause again, at most 500 a call.</summary>
    public Task<BulkOutcome> RetryAllAsync(IncidentSearch search, string? reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Closes all of one cause, at most 500 a call.</summary>
    public Task<BulkOutcome> ResolveAllAsync(IncidentSearch search, string reason, Actor actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
