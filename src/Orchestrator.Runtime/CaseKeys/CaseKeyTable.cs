using System.Security.Cryptography;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Runtime.Projections.ColumnType;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// The keys of cases, each wrapped by the key ring. A row comes with the first sealed entry of its case, in the same commit, and loses its key in the commit that
/// erases the case.
/// </summary>
internal sealed class CaseKeyTable(KeyRing ring, Database database)
{
    /// <summary>The wrapped key of the case that a statement names <c>@case</c>; null when it has none or was erased.</summary>
    public const string OfCase = "(SELECT wrapped FROM case_keys WHERE case_id = @case)";

    private const int Together = 200;

    private static readonly TableSpec Keys = new(
        "case_keys", [new("case_id", Uuid)], [new("ring", Text), new("wrapped", Bytes), new("erased_at", Instant)]);

    /// <summary>A new key, and the row that keeps it.</summary>
    public (CaseKey Key, RowChange Row) Create(CaseId caseId)
    {
        var bytes = RandomNumberGenerator.GetBytes(SealedBytes.KeySize);
        var wrapped = ring.Wrap(caseId, bytes);
        return (new CaseKey(caseId, bytes), Row(caseId, RingOf(wrapped), wrapped, null));
    }

    /// <summary>The row that has no key any more.</summary>
    public static RowChange Erased(CaseId caseId, DateTimeOffset at) => Row(caseId, null, null, at);

    public CaseKey Unwrap(CaseId caseId, byte[] wrapped) => new(caseId, ring.Unwrap(caseId, wrapped));

    /// <summary>The key of a case, or null when it has none or was erased.</summary>
    public async Task<CaseKey?> FindAsync(CaseId caseId, CancellationToken cancellationToken) => (await FindAsync([caseId], cancellationToken)).GetValueOrDefault(caseId);

    /// <summary>The keys of those cases that have one.</summary>
    public async Task<IReadOnlyDictionary<CaseId, CaseKey>> FindAsync(IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<CaseId, CaseKey>();
        foreach (var some in cases.Distinct().Chunk(Together))
        {
            var names = some.Select((caseId, index) => ($"@c{index}", (object?)caseId.Value)).ToArray();
            foreach (var (caseId, wrapped) in await database.QueryAsync(
                $"SELECT case_id, wrapped FROM case_keys WHERE wrapped IS NOT NULL AND case_id IN ({string.Join(", ", names.Select(name => name.Item1))})",
                names, row => (new CaseId(row.GetGuid(0)), row.GetFieldValue<byte[]>(1)), cancellationToken)) keys[caseId] = Unwrap(caseId, wrapped);
        }

        return keys;
    }

    /// <summary>When the data of a case was erased, or null.</summary>
    public async Task<DateTimeOffset?> ErasedAtAsync(CaseId caseId, CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT erased_at FROM case_keys WHERE case_id = @case", [("@case", caseId.Value)], row => database.ReadOptionalInstant(row, 0), cancellationToken)).FirstOrDefault();

    /// <summary>Refuses to go on with an empty key ring when the database holds keys: a new one would open none of them.</summary>
    /// <exception cref="InvalidOperationException">It is so.</exception>
    public async Task RequireRingAsync(CancellationToken cancellationToken)
    {
        if (ring.IsEmpty && (await database.QueryAsync("SELECT 1 FROM case_keys WHERE wrapped IS NOT NULL LIMIT 1", [], row => row.GetInt32(0), cancellationToken)).Count > 0)
        {
            throw new InvalidOperationException(
                $"Expected the key ring that the cases in the database are sealed with in '{ring.Folder}', but there is no key; put its files back, or correct Privacy:KeyPath.");
        }
    }

    private static string RingOf(byte[] wrapped) => Convert.ToHexStringLower(wrapped.AsSpan(0, 8));

    private static RowChange Row(CaseId caseId, string? wrapping, byte[]? wrapped, DateTimeOffset? erasedAt)
    {
        var sink = new RowSink();
        sink.Upsert(Keys, caseId, wrapping, wrapped, erasedAt);
        return sink.Changes[0];
    }
}
