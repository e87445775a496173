using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Projections;

/// <summary>
/// Derives rows from a decision. They commit in the transaction that writes the decision's journal entries, so a query never disagrees with the
/// engine. Pure: may be called again on a retried commit.
/// </summary>
public interface ICaseProjection
{
    /// <summary>The tables it writes.</summary>
    IReadOnlyList<TableSpec> Tables { get; }

    /// <summary>Says which rows change.</summary>
    void Project(CaseCommit commit, IRowSink rows);
}

/// <summary>One decision about to be written.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Shard">The case's shard.</param>
/// <param name="Entries">The new entries, at least one.</param>
/// <param name="Events">The events in them, in the same order.</param>
/// <param name="Before">The case before, or null for a start.</param>
/// <param name="After">The case after.</param>
public sealed record CaseCommit(
    CaseId CaseId, int Shard, IReadOnlyList<JournalEntry> Entries, IReadOnlyList<CaseEvent> Events, CaseState? Before, CaseState After)
{
    /// <summary>Time of the case's first entry.</summary>
    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>A table that projections write, created by a migration of the module that owns it.</summary>
/// <param name="Name">Table name, snake case.</param>
/// <param name="Key">Key columns.</param>
/// <param name="Values">All other columns.</param>
public sealed record TableSpec(string Name, IReadOnlyList<ColumnSpec> Key, IReadOnlyList<ColumnSpec> Values);

/// <summary>A column.</summary>
/// <param name="Name">Snake case.</param>
/// <param name="Type">What it holds; nullable always, keys excepted.</param>
public sealed record ColumnSpec(string Name, ColumnType Type);

/// <summary>What a column holds, on both databases.</summary>
public enum ColumnType
{
    /// <summary>A <see cref="Guid"/>; <c>uuid</c> / <c>TEXT</c>.</summary>
    Uuid,

    /// <summary>A <see cref="string"/>; <c>text</c>.</summary>
    Text,

    /// <summary>A <see cref="long"/>; <c>bigint</c> / <c>INTEGER</c>.</summary>
    Integer,

    /// <summary>A <see cref="bool"/>; <c>boolean</c> / <c>INTEGER</c>.</summary>
    Flag,

    /// <summary>A <see cref="DateTimeOffset"/> in UTC; <c>timestamptz</c> / <c>INTEGER</c> (UTC ticks, so that text order never matters).</summary>
    Instant,

    /// <summary>A <see cref="byte"/> array; <c>bytea</c> / <c>BLOB</c>.</summary>
    Bytes,
}

/// <summary>Collects row changes. The last change of a key within a commit wins.</summary>
public interface IRowSink
{
    /// <summary>Inserts or replaces a row. Values in the order of the table's key columns, then its value columns.</summary>
    void Upsert(TableSpec table, params ReadOnlySpan<object?> row);

    /// <summary>Deletes a row, if it is there. Values in the order of the key columns.</summary>
    void Delete(TableSpec table, params ReadOnlySpan<object?> key);
}
