namespace Orchestrator.Runtime.Projections;

/// <summary>All changes that a batch of commits makes to one table, at most one per key.</summary>
internal sealed record TableChanges(TableSpec Table, IReadOnlyList<RowChange> Upserts, IReadOnlyList<RowChange> Deletes)
{
    /// <summary>Groups changes by table; the last change of a key wins. Tables come in name order, so that writers lock in one order.</summary>
    public static IReadOnlyList<TableChanges> Group(IEnumerable<RowChange> changes)
    {
        var tables = new SortedDictionary<string, (TableSpec Table, Dictionary<RowKey, RowChange> Rows)>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (!tables.TryGetValue(change.Table.Name, out var group))
                tables.Add(change.Table.Name, group = (change.Table, []));
            group.Rows[change.Key] = change;
        }

        return [.. tables.Values.Select(group => new TableChanges(
            group.Table,
            [.. group.Rows.Values.Where(row => row.Values is not null)],
            [.. group.Rows.Values.Where(row => row.Values is null)]))];
    }
}
