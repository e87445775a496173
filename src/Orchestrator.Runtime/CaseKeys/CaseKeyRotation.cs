using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// Wraps the key of every case with a new key and destroys the older wrapping keys. From then on no older backup of the database can open a case that was erased since:
/// it holds keys that nothing unwraps any more.
/// </summary>
public sealed class CaseKeyRotation
{
    private const int Together = 200;

    private readonly KeyRing _ring;
    private readonly Database _database;
    private readonly IOwnershipLock _ownership;
    private readonly IEnumerable<IContentKeyHolder> _holders;

    internal CaseKeyRotation(KeyRing ring, Database database, IOwnershipLock ownership, IEnumerable<IContentKeyHolder> holders) =>
        (_ring, _database, _ownership, _holders) = (ring, database, ownership, holders);

    /// <summary>Rotates. It holds the shards meanwhile, so that no case can begin with a key that is about to be destroyed.</summary>
    /// <exception cref="InvalidOperationException">A server runs on the database.</exception>
    public async Task<RotatedKeys> RunAsync(CancellationToken cancellationToken)
    {
        await using var held = await _ownership.TryAcquireAsync(cancellationToken) ?? throw new InvalidOperationException(
            "Expected no server to run on the database while its keys are rotated, but one does; stop it first.");
        var current = _ring.Add();
        var count = 0;
        while (await _database.QueryAsync(
            "SELECT case_id, wrapped FROM case_keys WHERE ring <> @ring LIMIT @limit", [("@ring", current), ("@limit", Together)],
            row => (CaseId: new CaseId(row.GetGuid(0)), Wrapped: row.GetFieldValue<byte[]>(1)), cancellationToken) is { Count: > 0 } some)
        {
            var cases = string.Join(", ", some.Select((_, index) => $"@c{index}"));
            var choices = string.Join(" ", some.Select((_, index) => $"WHEN @c{index} THEN @w{index}"));
            await _database.ExecuteAsync(
                $"UPDATE case_keys SET ring = @ring, wrapped = CASE case_id {choices} END WHERE case_id IN ({cases})",
                [
                    ("@ring", current), .. some.Select((one, index) => ($"@c{index}", (object?)one.CaseId.Value)),
                    .. some.Select((one, index) => ($"@w{index}", (object?)_ring.Wrap(one.CaseId, _ring.Unwrap(one.CaseId, one.Wrapped)))),
                ],
                cancellationToken);
            count += some.Count;
        }

        var contents = 0;
        foreach (var holder in _holders) contents += await holder.RenewAsync(cancellationToken);
        return new RotatedKeys(current, count, contents, _ring.RetireOthers());
    }
}

/// <summary>What a rotation did.</summary>
/// <param name="Ring">Id of the key that wraps now.</param>
/// <param name="Cases">How many keys of cases were wrapped anew.</param>
/// <param name="Contents">How many keys of other contents were.</param>
/// <param name="Destroyed">Ids of the wrapping keys that were destroyed.</param>
public sealed record RotatedKeys(string Ring, int Cases, int Contents, IReadOnlyList<string> Destroyed);
