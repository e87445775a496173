using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Questions over all cases. Every answer is as durable as the journal.</summary>
public interface ICaseQueries
{
    /// <summary>Cases with an activity that waits for a named event, by case id.</summary>
    /// <param name="eventName">Name, compared with case.</param>
    /// <param name="correlationId">Only cases with this correlation id; null for all.</param>
    /// <param name="after">The last case of the page before.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<CaseId>> WaitingForAsync(
        string eventName, string? correlationId, CaseId after, int limit, CancellationToken cancellationToken);

    /// <summary>Incidents, oldest first.</summary>
    /// <param name="open">Only those that wait for a person.</param>
    /// <param name="after">The cursor that the page before gave, or null.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IncidentPage> IncidentsAsync(bool open, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>How much there is, for health and metrics.</summary>
    Task<CaseCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Some incidents.</summary>
/// <param name="Incidents">In order of opening.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record IncidentPage(IReadOnlyList<CaseIncident> Incidents, string? Next);

/// <summary>An incident and its case.</summary>
/// <param name="CaseId">Whose.</param>
/// <param name="Incident">What went wrong.</param>
/// <param name="ResolvedAt">When it was closed, or null while it is open.</param>
/// <param name="Resolution">How it was closed, or null.</param>
public sealed record CaseIncident(CaseId CaseId, Incident Incident, DateTimeOffset? ResolvedAt, IncidentResolution? Resolution);

/// <summary>How much there is.</summary>
/// <param name="Running">Cases that have not ended.</param>
/// <param name="Faulted">Cases stopped by a fault.</param>
/// <param name="OpenIncidents">Incidents that wait for a person.</param>
/// <param name="PendingEffects">Effects not settled.</param>
/// <param name="Timers">Waits with a due time.</param>
public sealed record CaseCounts(long Running, long Faulted, long OpenIncidents, long PendingEffects, long Timers);
