using System.Globalization;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// Reads parts of a history as a viewer scrolls through it. The database skips and counts; nothing but the entries of the part is loaded, so that a
/// part of a long history costs as little as one of a short one.
/// </summary>
public sealed class JournalPages : IDisposable
{
    private readonly JournalRows _rows;
    private readonly Database _database;
    private readonly JournalPositions _positions;

    internal JournalPages(JournalRows rows, Database database, TimeProvider time)
    {
        _rows = rows;
        _database = database;
        _positions = new JournalPositions(database, time);
    }

    /// <inheritdoc />
    public void Dispose() => _positions.Dispose();

    /// <summary>A part of the entries that fit, oldest first.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="filter">Which of its entries.</param>
    /// <param name="skip">How many of those come before the part.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JournalPage> ReadAsync(CaseId caseId, JournalFilter filter, long skip, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsOpen)
        {
            // Sequence numbers have no gaps: they are the positions.
            var total = (await _database.QueryAsync(
                "SELECT COALESCE(MAX(seq), 0) FROM journal WHERE case_id = @case", [("@case", caseId.Value)], row => row.GetInt64(0), cancellationToken))[0];
            return new JournalPage(take == 0 ? [] : await _rows.ReadAsync(caseId, skip, take, cancellationToken), total);
        }

        var (condition, parameters) = Condition(caseId, filter);
        var positions = await _positions.ReadAsync(condition, parameters, cancellationToken);
        if (take == 0 || skip >= positions.Count) return new JournalPage([], positions.Count);
        var (after, between) = positions.Before(skip);
        var entries = await _rows.ReadAsync(
            caseId, $"{condition} AND seq > @after ORDER BY seq LIMIT @take OFFSET @between", [.. parameters, ("@after", after), ("@take", take), ("@between", between)], cancellationToken);
        return new JournalPage(entries, positions.Count);
    }

    /// <summary>The newest entries of some kinds about one activity, oldest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> OfActivityAsync(
        CaseId caseId, string activityId, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken)
    {
        var (condition, parameters) = Condition(caseId, new JournalFilter { Kinds = kinds, ActivityIds = [activityId] });
        var newest = await _rows.ReadAsync(caseId, $"{condition} ORDER BY seq DESC LIMIT @take", [.. parameters, ("@take", limit)], cancellationToken);
        newest.Reverse();
        return newest;
    }

    private static (string Condition, List<(string Name, object? Value)> Parameters) Condition(CaseId caseId, JournalFilter filter)
    {
        var parameters = new List<(string Name, object? Value)> { ("@case", caseId.Value) };
        var condition = "WHERE case_id = @case";
        if (filter.Kinds is { } kinds) condition += $" AND kind IN ({List("k", kinds)})";
        if (filter.ActivityIds is { } ids) condition += $" AND activity_id IN ({List("a", ids)})";
        if (filter.ExcludedActivityIds is { Count: > 0 } excluded) condition += $" AND (activity_id IS NULL OR activity_id NOT IN ({List("x", excluded)}))";
        if (filter.OnlyActivities) condition += " AND activity_id IS NOT NULL";
        return (condition, parameters);

        // An empty list fits nothing.
        string List(string prefix, IReadOnlyCollection<string> values)
        {
            if (values.Count == 0) return "NULL";
            var names = values.Select((value, index) =>
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@{prefix}{index}");
                parameters.Add((name, value));
                return name;
            });
            return string.Join(", ", names);
        }
    }
}

/// <summary>Which entries of a history; a member that is null asks for nothing.</summary>
public sealed record JournalFilter
{
    /// <summary>Every entry.</summary>
    public static JournalFilter None { get; } = new();

    /// <summary>Only entries of these kinds.</summary>
    public IReadOnlyCollection<string>? Kinds { get; init; }

    /// <summary>Only entries about these activities.</summary>
    public IReadOnlyCollection<string>? ActivityIds { get; init; }

    /// <summary>No entry about these activities.</summary>
    public IReadOnlyCollection<string>? ExcludedActivityIds { get; init; }

    /// <summary>No entry about the case as a whole.</summary>
    public bool OnlyActivities { get; init; }

    internal bool IsOpen => Kinds is null && ActivityIds is null && ExcludedActivityIds is not { Count: > 0 } && !OnlyActivities;
}

/// <summary>A part of a history.</summary>
/// <param name="Entries">In order.</param>
/// <param name="Total">How many entries fit the filter altogether.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, long Total);
