using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>What a list of cases is asked for. Texts, because other clients than Studio send words that we do not have.</summary>
internal sealed record InstanceListRequest(
    int? Page, int? PageSize, string? SearchTerm, string? DefinitionId, IReadOnlyList<string>? DefinitionIds, string? DefinitionVersionId, string? CorrelationId,
    string? ParentWorkflowInstanceId, int? Version, bool? HasIncidents, bool? IsSystem, string? Status, IReadOnlyList<string>? Statuses, string? SubStatus,
    IReadOnlyList<string>? SubStatuses, string? OrderBy, string? OrderDirection, IReadOnlyList<TimestampFilter>? TimestampFilters)
{
    private const int UsualPage = 25;
    private const int LargestPage = 1_000;

    /// <summary>How many to skip; pages count from 0.</summary>
    public int Skip => Math.Max(Page ?? 0, 0) * Take;

    /// <summary>How many at most.</summary>
    public int Take => Math.Clamp(PageSize ?? UsualPage, 1, LargestPage);

    /// <summary>What to order by.</summary>
    public CaseHeadOrder Order => OrderBy switch
    {
        "LastExecuted" or "UpdatedAt" => CaseHeadOrder.Updated,
        "Finished" => CaseHeadOrder.Finished,
        "Name" => CaseHeadOrder.Name,
        _ => CaseHeadOrder.Created,
    };

    /// <summary>Newest first unless the other is asked for.</summary>
    public bool Descending => OrderDirection != "Ascending";

    /// <summary>The condition, or what is wrong with the request.</summary>
    public (CaseHeadFilter? Filter, string? Fault) Read()
    {
        var statuses = Words<CaseStatus>(Status, Statuses);
        var subStatuses = Words<CaseSubStatus>(SubStatus, SubStatuses);
        var times = new List<CaseHeadTime>();
        foreach (var asked in TimestampFilters ?? [])
        {
            if (asked.Read() is not { } bounds)
                return (null, $"Expected a column CreatedAt, UpdatedAt or FinishedAt and an operator, but the filter says '{asked.Column} {asked.Operator}'; correct it.");
            times.AddRange(bounds);
        }

        return (new CaseHeadFilter
        {
            DefinitionIds = DefinitionIds is { Count: > 0 } ids ? ids : Text(DefinitionId) is { } id ? [id] : null,
            VersionIds = Text(DefinitionVersionId) is { } version ? [version] : null,
            Version = Version,
            CorrelationIds = Text(CorrelationId) is { } correlation ? [correlation] : null,
            ParentId = CaseId.TryParse(ParentWorkflowInstanceId, null, out var parent) ? parent : null,
            HasIncidents = HasIncidents,
            Search = Text(SearchTerm),
            Statuses = statuses,
            // None of our cases belongs to the system itself.
            SubStatuses = IsSystem == true ? [] : subStatuses,
            Times = times,
        }, null);
    }

    /// <summary>The words that we have; asked for only others, nothing fits.</summary>
    private static List<T>? Words<T>(string? one, IReadOnlyList<string>? many)
        where T : struct, Enum
    {
        IReadOnlyList<string> asked = many is { Count: > 0 } ? many : Text(one) is { } text ? [text] : [];
        return asked.Count == 0 ? null : [.. asked.Where(word => Enum.TryParse<T>(word, ignoreCase: true, out _)).Select(word => Enum.Parse<T>(word, ignoreCase: true))];
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A bound of a time.</summary>
internal sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset Timestamp)
{
    public IReadOnlyList<CaseHeadTime>? Read()
    {
        CaseHeadOrder? column = Column switch
        {
            "CreatedAt" or "Created" => CaseHeadOrder.Created,
            "UpdatedAt" or "LastExecuted" => CaseHeadOrder.Updated,
            "FinishedAt" or "Finished" => CaseHeadOrder.Finished,
            _ => null,
        };
        return (column, Operator) switch
        {
            ({ } one, "GreaterThan" or "GreaterThanOrEqual") => [new CaseHeadTime(one, IsAfter: true, Timestamp)],
            ({ } one, "LessThan" or "LessThanOrEqual") => [new CaseHeadTime(one, IsAfter: false, Timestamp)],
            ({ } one, "Is" or "Equals") => [new CaseHeadTime(one, IsAfter: true, Timestamp.Date), new CaseHeadTime(one, IsAfter: false, Timestamp.Date.AddDays(1))],
            _ => null,
        };
    }
}
