using Microsoft.EntityFrameworkCore;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Storage.Tables;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Lists cases by what stands in their heads; rows of the same commits as the journal.</summary>
public sealed class CaseHeads
{
    private readonly IDbContextFactory<RuntimeDbContext> _contexts;

    internal CaseHeads(IDbContextFactory<RuntimeDbContext> contexts) => _contexts = contexts;

    /// <summary>A part of the cases that fit, and how many fit altogether.</summary>
    public async Task<CaseHeadPage> ListAsync(CaseHeadFilter filter, CaseHeadOrder order, bool descending, int skip, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = _contexts.CreateDbContext();
        var rows = Fitting(context.Cases.AsNoTracking(), filter);
        var total = await rows.LongCountAsync(cancellationToken);
        var page = await Ordered(rows, order, descending).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new CaseHeadPage([.. page.Select(Head)], total);
    }

    /// <summary>The head of one case, or null.</summary>
    public async Task<CaseHead?> FindAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = _contexts.CreateDbContext();
        return await context.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.CaseId == caseId.Value, cancellationToken) is { } row ? Head(row) : null;
    }

    private static IQueryable<CaseRow> Fitting(IQueryable<CaseRow> rows, CaseHeadFilter filter)
    {
        if (filter.CaseIds is { } ids)
        {
            var values = ids.Select(id => id.Value).ToArray();
            rows = rows.Where(row => values.Contains(row.CaseId));
        }

        if (filter.DefinitionIds is { } definitions) rows = rows.Where(row => definitions.Contains(row.DefinitionId));
        if (filter.VersionIds is { } versions) rows = rows.Where(row => versions.Contains(row.VersionId));
        if (filter.Version is { } version) rows = rows.Where(row => row.Version == version);
        if (filter.CorrelationIds is { } correlations) rows = rows.Where(row => correlations.Contains(row.CorrelationId!));
        if (filter.ParentId is { } parent) rows = rows.Where(row => row.ParentCaseId == parent.Value);
        if (filter.Statuses is { } statuses)
        {
            var names = statuses.Select(status => status.ToString()).ToArray();
            rows = rows.Where(row => names.Contains(row.Status));
        }

        if (filter.SubStatuses is { } subStatuses)
        {
            var names = subStatuses.Select(status => status.ToString()).ToArray();
            rows = rows.Where(row => names.Contains(row.SubStatus));
        }

        if (filter.HasIncidents is { } incidents) rows = rows.Where(row => row.OpenIncidents > 0 == incidents);
        if (filter.Search is { Length: > 0 } search)
        {
            rows = CaseId.TryParse(search, null, out var id)
                ? rows.Where(row => row.CaseId == id.Value)
                : rows.Where(row => row.Name!.Contains(search) || row.CorrelationId!.Contains(search) || row.DefinitionId.Contains(search));
        }

        return filter.Times.Aggregate(rows, Within);
    }

    private static IQueryable<CaseRow> Within(IQueryable<CaseRow> rows, CaseHeadTime time) => (time.Column, time.IsAfter) switch
    {
        (CaseHeadOrder.Created, true) => rows.Where(row => row.CreatedAt >= time.At),
        (CaseHeadOrder.Created, false) => rows.Where(row => row.CreatedAt <= time.At),
        (CaseHeadOrder.Updated, true) => rows.Where(row => row.UpdatedAt >= time.At),
        (CaseHeadOrder.Updated, false) => rows.Where(row => row.UpdatedAt <= time.At),
        (CaseHeadOrder.Finished, true) => rows.Where(row => row.FinishedAt >= time.At),
        (CaseHeadOrder.Finished, false) => rows.Where(row => row.FinishedAt <= time.At),
        _ => throw new ArgumentOutOfRangeException(nameof(time), time.Column, "Expected a column with times, but a name has none; filter by created, updated or finished."),
    };

    private static IQueryable<CaseRow> Ordered(IQueryable<CaseRow> rows, CaseHeadOrder order, bool descending) => (order, descending) switch
    {
        (CaseHeadOrder.Updated, true) => rows.OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.CaseId),
        (CaseHeadOrder.Updated, false) => rows.OrderBy(row => row.UpdatedAt).ThenBy(row => row.CaseId),
        (CaseHeadOrder.Finished, true) => rows.OrderByDescending(row => row.FinishedAt).ThenByDescending(row => row.CaseId),
        (CaseHeadOrder.Finished, false) => rows.OrderBy(row => row.FinishedAt).ThenBy(row => row.CaseId),
        (CaseHeadOrder.Name, true) => rows.OrderByDescending(row => row.Name).ThenByDescending(row => row.CaseId),
        (CaseHeadOrder.Name, false) => rows.OrderBy(row => row.Name).ThenBy(row => row.CaseId),
        (_, true) => rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.CaseId),
        _ => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.CaseId),
    };

    private static CaseHead Head(CaseRow row) => new(
        new CaseId(row.CaseId), Enum.Parse<CaseStatus>(row.Status), Enum.Parse<CaseSubStatus>(row.SubStatus), row.DefinitionId, row.VersionId, (int)row.Version,
        row.CorrelationId, row.Name, row.ParentCaseId is { } parent ? new CaseId(parent) : null, (int)row.OpenIncidents, row.CreatedAt, row.UpdatedAt, row.FinishedAt);
}

/// <summary>Which cases; a member that is null asks for nothing.</summary>
public sealed record CaseHeadFilter
{
    /// <summary>Only these.</summary>
    public IReadOnlyCollection<CaseId>? CaseIds { get; init; }

    /// <summary>Only of these definitions.</summary>
    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>Only of these versions.</summary>
    public IReadOnlyCollection<string>? VersionIds { get; init; }

    /// <summary>Only of versions with this number.</summary>
    public int? Version { get; init; }

    /// <summary>Only with one of these correlation ids.</summary>
    public IReadOnlyCollection<string>? CorrelationIds { get; init; }

    /// <summary>Only started by this case.</summary>
    public CaseId? ParentId { get; init; }

    /// <summary>Only with one of these statuses.</summary>
    public IReadOnlyCollection<CaseStatus>? Statuses { get; init; }

    /// <summary>Only with one of these sub-statuses.</summary>
    public IReadOnlyCollection<CaseSubStatus>? SubStatuses { get; init; }

    /// <summary>Only with, or only without, open incidents.</summary>
    public bool? HasIncidents { get; init; }

    /// <summary>A case id, or a part of a name, a correlation id or a definition id.</summary>
    public string? Search { get; init; }

    /// <summary>Bounds of times; all must hold.</summary>
    public IReadOnlyList<CaseHeadTime> Times { get; init; } = [];
}

/// <summary>A bound of a time, inclusive.</summary>
public sealed record CaseHeadTime(CaseHeadOrder Column, bool IsAfter, DateTimeOffset At);

/// <summary>What lists of cases can be ordered by.</summary>
public enum CaseHeadOrder
{
    /// <summary>Time of the first entry.</summary>
    Created,

    /// <summary>Time of the last change of the head.</summary>
    Updated,

    /// <summary>Time of the end.</summary>
    Finished,

    /// <summary>Name shown to people.</summary>
    Name,
}

/// <summary>A part of a list of cases.</summary>
public sealed record CaseHeadPage(IReadOnlyList<CaseHead> Heads, long Total);

/// <summary>What lists show of a case.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Status">Elsa's status.</param>
/// <param name="SubStatus">Elsa's sub-status.</param>
/// <param name="DefinitionId">Its definition.</param>
/// <param name="VersionId">The version it keeps.</param>
/// <param name="Version">Number of that version.</param>
/// <param name="CorrelationId">Correlation id, or null.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="ParentId">The case that started it, or null.</param>
/// <param name="OpenIncidents">Incidents that wait for a person.</param>
/// <param name="CreatedAt">Time of the first entry.</param>
/// <param name="UpdatedAt">Time of the last change of anything here.</param>
/// <param name="FinishedAt">Time of the end, or null.</param>
public sealed record CaseHead(
    CaseId CaseId, CaseStatus Status, CaseSubStatus SubStatus, string DefinitionId, string VersionId, int Version, string? CorrelationId, string? Name,
    CaseId? ParentId, int OpenIncidents, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);
