using System.Data.Common;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Checking;

/// <summary>Derives the rows of a case again from its journal alone and compares them with what is stored.</summary>
internal sealed class DerivedRows(
    Database database, JournalRows journal, CaseKeyTable keys, IDefinitionStore definitions, IWorkflowEngine engine, ProjectionSet projections, ShardRegistry shards)
{
    /// <summary>Every difference between the tables and the journal of one case.</summary>
    public async Task<IReadOnlyList<StoreFault>> CompareAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var expected = await DeriveAsync(caseId, cancellationToken);
        var seal = await keys.FindAsync(caseId, cancellationToken);
        var faults = new List<StoreFault>();
        foreach (var table in projections.Tables)
        {
            var wanted = expected.Where(row => row.Table.Name == table.Name).ToDictionary(row => row.Key, row => row.Values!);
            foreach (var (key, values) in await StoredAsync(table, caseId, seal, cancellationToken))
            {
                if (!wanted.Remove(key, out var derived)) faults.Add(Fault("no such row by the journal, but one is stored"));
                else if (Difference(table, derived, values) is { } column) faults.Add(Fault($"{column}, by the journal, to be what is stored, but it is not"));

                StoreFault Fault(string what) => new(caseId, $"Expected in {table.Name} ({string.Join(", ", key.Values)}) {what}.");
            }

            faults.AddRange(wanted.Keys.Select(key =>
                new StoreFault(caseId, $"Expected in {table.Name} a row ({string.Join(", ", key.Values)}) by the journal, but none is stored.")));
        }

        return faults;
    }

    private async Task<IEnumerable<RowChange>> DeriveAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<(string, RowKey), RowChange>();
        var shard = ShardMap.ShardOf(caseId, await shards.CountAsync(cancellationToken));
        var (state, startedAt) = ((CaseState?)null, default(DateTimeOffset));
        foreach (var decision in await DecisionsAsync(caseId, cancellationToken))
        {
            var events = decision.ConvertAll(entry => entry.Event());
            if (events[0] is CaseStarted) startedAt = decision[0].At;
            var version = (events[0] as CaseStarted ?? state!.Started).VersionId;
            var workflow = await definitions.GetAsync(version, cancellationToken);
            var after = events.Aggregate(state, (before, change) => engine.Apply(workflow, before, caseId, change))!;
            foreach (var row in projections.Project(new CaseCommit(caseId, shard, decision, events, state, after) { StartedAt = startedAt }))
                rows[(row.Table.Name, row.Key)] = row;
            state = after;
        }

        return rows.Values.Where(row => row.Values is not null);
    }

    // The entries of a decision share its time and actor, and no two decisions of a case have the same time: a commit lies between them.
    private async Task<List<List<JournalEntry>>> DecisionsAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var decisions = new List<List<JournalEntry>>();
        for (long after = 0; ;)
        {
            var page = await journal.ReadAsync(caseId, after, JournalRows.Page, cancellationToken);
            foreach (var entry in page)
            {
                if (decisions is [.., var last] && last[0].At == entry.At && last[0].Actor == entry.Actor) last.Add(entry);
                else decisions.Add([entry]);
                after = entry.Sequence;
            }

            if (page.Count < JournalRows.Page) return decisions;
        }
    }

    private Task<List<(RowKey Key, object?[] Values)>> StoredAsync(TableSpec table, CaseId caseId, CaseKey? key, CancellationToken cancellationToken)
    {
        ColumnSpec[] columns = [.. table.Key, .. table.Values];
        return database.QueryAsync(
            $"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM {table.Name} WHERE {table.Key[0].Name} = @case",
            [("@case", caseId.Value)],
            row =>
            {
                var values = columns.Select((column, index) => Opened(table, column, Read(row, index, column.Type), key)).ToArray();
                return (new RowKey([.. values.Take(table.Key.Count).Select(value => value!)]), values[table.Key.Count..]);
            },
            cancellationToken);
    }

    private static object? Opened(TableSpec table, ColumnSpec column, object? value, CaseKey? key) => (column.IsSealed && key is not null, value) switch
    {
        (true, byte[] bytes) => key!.Open(bytes, table.Name),
        (true, string text) => key!.OpenText(text, table.Name),
        _ => value,
    };

    private object? Read(DbDataReader row, int index, ColumnType type) => row.IsDBNull(index) ? null : type switch
    {
        ColumnType.Uuid => row.GetGuid(index),
        ColumnType.Text => row.GetString(index),
        ColumnType.Integer => row.GetInt64(index),
        ColumnType.Flag => row.GetBoolean(index),
        ColumnType.Instant => database.ReadInstant(row, index),
        ColumnType.Bytes => row.GetFieldValue<byte[]>(index),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static string? Difference(TableSpec table, object?[] derived, object?[] stored)
    {
        for (var index = 0; index < derived.Length; index++)
        {
            var same = (derived[index], stored[index]) switch
            {
                (byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other),
                // PostgreSQL keeps microseconds.
                (DateTimeOffset one, DateTimeOffset other) => one.UtcTicks / TimeSpan.TicksPerMicrosecond == other.UtcTicks / TimeSpan.TicksPerMicrosecond,
                var (one, other) => Equals(one, other),
            };
            if (!same) return table.Values[index].Name;
        }

        return null;
    }
}
