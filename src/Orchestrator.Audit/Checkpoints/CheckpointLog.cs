using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Reads;
using Orchestrator.Audit.Storage;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>
/// Takes checkpoints: adds a leaf for every chain, of a case or of reads, that went on, signs the new root, stores all of it in one transaction and appends the signed text to the
/// file. Never signs over a contradiction: a shorter or changed chain, or a database that is older than the file, ends in
/// <see cref="CheckpointOutcome.Contradicted"/> until a person has looked.
/// </summary>
public sealed class CheckpointLog : IDisposable
{
    private const int Together = 500;

    private readonly AuditSettings _settings;
    private readonly IChainHeads _heads;
    private readonly KeyRing _keys;
    private readonly AuditState _state;
    private readonly IDbContextFactory<AuditDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);

    internal CheckpointLog(
        AuditSettings settings, IChainHeads heads, KeyRing keys, AuditState state, IDbContextFactory<AuditDbContext> contexts, TimeProvider clock) =>
        (_settings, _heads, _keys, _state, _contexts, _clock) = (settings, heads, keys, state, contexts, clock);

    /// <summary>Takes one, when something happened since the one before.</summary>
    public async Task<CheckpointOutcome> TakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var outcome = await TakeOneAsync(cancellationToken);
            _state.Observe(outcome);
            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<CheckpointOutcome> TakeOneAsync(CancellationToken cancellationToken)
    {
        var isUsed = false;
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            var last = await LastAsync(context, cancellationToken);
            var file = CheckpointFile.Read(_settings.CheckpointFile);
            if (Compare(last, file) is { } older) return older;
            await CatchUpAsync(context, file, last, cancellationToken);
            if (await _heads.ChangedAsync(cancellationToken) is not { } changed) return new CheckpointOutcome.NotOwner();
            var outcome = await AddAsync(context, last, [.. changed, .. await ReadHistory.HeadsAsync(context, cancellationToken)], cancellationToken);
            isUsed = outcome is not CheckpointOutcome.Contradicted;
            return outcome;
        }
        finally
        {
            if (!isUsed) _heads.Forget();
        }
    }

    private async Task<CheckpointOutcome> AddAsync(AuditDbContext context, SignedCheckpoint? last, IReadOnlyList<ChainHead> changed, CancellationToken cancellationToken)
    {
        var size = last?.Checkpoint.Size ?? 0;
        var growth = new TreeGrowth(size, await TreeReader.CoveringAsync(context, 0, size, cancellationToken));
        var leaves = 0;
        foreach (var group in changed.OrderBy(head => head.CaseId.Value).Chunk(Together))
        {
            var known = await KnownAsync(context, group, cancellationToken);
            foreach (var head in group)
            {
                if (known.TryGetValue(head.CaseId, out var before))
                {
                    if (before.Entries > head.Entries || (before.Entries == head.Entries && !before.Head.AsSpan().SequenceEqual(head.Hash.Span)))
                        return new CheckpointOutcome.Contradicted(
                            $"Expected case {head.CaseId} to go on from the entry {before.Entries} that a checkpoint covers, but its journal was changed or cut; run 'orchestrator verify' on an export and restore the journal.");
                    if (before.Entries == head.Entries) continue;
                }

                var leaf = new ChainLeaf(growth.Size, head.CaseId, head.Entries, head.Hash);
                context.Add(new LeafRow { Index = leaf.Index, CaseId = head.CaseId.Value, Entries = head.Entries, Head = head.Hash.ToArray() });
                foreach (var (node, hash) in growth.Add(leaf.Hash())) context.Add(new NodeRow { Level = node.Level, Index = node.Index, Hash = hash });
                leaves++;
            }
        }

        if (leaves == 0 && last is not null) return new CheckpointOutcome.Unchanged();
        using var key = await _keys.CurrentAsync(cancellationToken);
        var at = _clock.GetUtcNow();
        var signed = key.Sign(new Checkpoint(
            _settings.Origin, (last?.Checkpoint.Number ?? 0) + 1, growth.Size, growth.Root, last?.Digest ?? Checkpoint.None,
            new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero)));
        context.Add(new CheckpointRow { Number = signed.Checkpoint.Number, Size = growth.Size, At = signed.Checkpoint.At, Text = signed.Text });
        await context.SaveChangesAsync(cancellationToken);
        await CatchUpAsync(context, CheckpointFile.Read(_settings.CheckpointFile), signed, cancellationToken);
        return new CheckpointOutcome.Taken(new CheckpointView(signed.Checkpoint.Number, growth.Size, signed.Checkpoint.At, signed.Text), leaves);
    }

    private CheckpointOutcome.Contradicted? Compare(SignedCheckpoint? last, IReadOnlyList<SignedCheckpoint> file) => file switch
    {
        [] => null,
        [.., var newest] when newest.Checkpoint.Number > (last?.Checkpoint.Number ?? 0) => new(
            $"Expected the database to hold checkpoint {newest.Checkpoint.Number} of {_settings.CheckpointFile}, but its newest is {last?.Checkpoint.Number ?? 0}: an older state was restored; bring the newer one back, or move the file aside and record why."),
        [.., var newest] when newest.Checkpoint.Number == last?.Checkpoint.Number && newest.Text != last.Text => new(
            $"Expected checkpoint {newest.Checkpoint.Number} of the database to be that of {_settings.CheckpointFile}, but it is another; bring the database back that the file belongs to."),
        _ => null,
    };

    /// <summary>Appends what the file lacks, for example because the process died between storing and appending.</summary>
    private async Task CatchUpAsync(AuditDbContext context, IReadOnlyList<SignedCheckpoint> file, SignedCheckpoint? last, CancellationToken cancellationToken)
    {
        var have = file.Count == 0 ? 0 : file[^1].Checkpoint.Number;
        if (last is null || have >= last.Checkpoint.Number) return;
        var missing = await context.Checkpoints.AsNoTracking().Where(row => row.Number > have).OrderBy(row => row.Number).Select(row => row.Text).ToListAsync(cancellationToken);
        await CheckpointFile.AppendAsync(_settings.CheckpointFile, file, missing.Select(Parse), cancellationToken);
    }

    private static async Task<SignedCheckpoint?> LastAsync(AuditDbContext context, CancellationToken cancellationToken) =>
        await context.Checkpoints.AsNoTracking().OrderByDescending(row => row.Number).Select(row => row.Text).FirstOrDefaultAsync(cancellationToken) is { } text
            ? Parse(text)
            : null;

    private static SignedCheckpoint Parse(string text) => SignedCheckpoint.Parse(text)
        ?? throw new InvalidOperationException("Expected a stored checkpoint to be a signed text, but it is not; restore the audit tables.");

    /// <summary>The newest leaf of each case that has one.</summary>
    private static async Task<Dictionary<CaseId, LeafRow>> KnownAsync(AuditDbContext context, IReadOnlyCollection<ChainHead> group, CancellationToken cancellationToken)
    {
        var cases = group.Select(head => head.CaseId.Value).ToArray();
        var newest = await context.Leaves.AsNoTracking().Where(row => cases.Contains(row.CaseId)).GroupBy(row => row.CaseId)
            .Select(leaves => leaves.OrderByDescending(row => row.Index).First()).ToListAsync(cancellationToken);
        return newest.ToDictionary(row => new CaseId(row.CaseId));
    }
}
