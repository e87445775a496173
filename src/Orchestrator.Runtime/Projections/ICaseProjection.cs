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

    /// <summary>Seals what is stored of it; null where nothing is.</summary>
    internal CaseKeys.CaseKey? Key { get; init; }
}

/// <summary>A table that projections write, created by a migration of the module that owns it.</summary>
/// <param name="Name">Table name, snake case.</param>
/// <param name="Key">Key columns.</param>
/// <param name="Values">All other columns.</param>
public sealed record TableSpec(string Name, IReadOnlyList<ColumnSpec> Key, IReadOnlyList<ColumnSpec> Values)
{
    /// <summary>True when some column is sealed.</summary>
    public bool HasSealedColumns { get; } = Values.Any(column => column.IsSealed);
}

/// <summary>A column.</summary>
/// <param name="Name">Snake case.</param>
/// <param name="Type">What it holds; nullable always, keys excepted.</param>
public sealed record ColumnSpec(string Name, ColumnType Type)
{
    /// <summary>
    /// True for a column of texts or bytes that may say something of people: what is stored is sealed with the key of the case, so that nobody can read it when the case
    /// was erased. No query can compare it; the first column of the table's key is the case.
    /// </summary>
    public bool IsSealed { get; init; }
}

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
