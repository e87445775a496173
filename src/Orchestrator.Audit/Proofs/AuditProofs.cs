using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Proofs;

/// <summary>What anyone needs to check a case, or that nothing of the past was changed, without trusting this server.</summary>
public sealed class AuditProofs
{
    private readonly IDbContextFactory<AuditDbContext> _contexts;
    private readonly KeyRing _keys;

    internal AuditProofs(IDbContextFactory<AuditDbContext> contexts, KeyRing keys) => (_contexts, _keys) = (contexts, keys);

    /// <summary>Every key that signed a checkpoint here.</summary>
    public Task<IReadOnlyList<PublicKey>> KeysAsync(CancellationToken cancellationToken) => _keys.PublicAsync(cancellationToken);

    /// <summary>Checkpoints, newest first.</summary>
    /// <param name="before">Only those with a smaller number, or null.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<CheckpointView>> CheckpointsAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Checkpoints.AsNoTracking().Where(row => before == null || row.Number < before).OrderByDescending(row => row.Number).Take(limit)
            .Select(row => new CheckpointView(row.Number, row.Size, row.At, row.Text)).ToListAsync(cancellationToken);
    }

    /// <summary>Proof that the tree of one checkpoint begins with that of an earlier one; null when one of them does not exist.</summary>
    public async Task<ConsistencyProof?> ConsistencyAsync(long from, long to, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var both = await context.Checkpoints.AsNoTracking().Where(row => row.Number == from || row.Number == to).ToDictionaryAsync(row => row.Number, cancellationToken);
        if (from > to || !both.TryGetValue(from, out var first) || !both.TryGetValue(to, out var second)) return null;
        var proof = await TreeReader.ConsistencyAsync(context, first.Size, second.Size, cancellationToken);
        return new ConsistencyProof(first.Text, second.Text, [.. proof.Select(Convert.ToBase64String)]);
    }

    /// <summary>Proof that the newest checkpoint covers a case up to one of its entries; null before the first checkpoint after its start.</summary>
    public async Task<InclusionProof?> InclusionAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var leaf = await context.Leaves.AsNoTracking().Where(row => row.CaseId == caseId.Value).OrderByDescending(row => row.Entries).FirstOrDefaultAsync(cancellationToken);
        var checkpoint = await context.Checkpoints.AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        if (leaf is null || checkpoint is null) return null;
        var proof = await TreeReader.InclusionAsync(context, leaf.Index, checkpoint.Size, cancellationToken);
        return new InclusionProof(
            caseId.ToString(), leaf.Entries, Convert.ToHexStringLower(leaf.Head), leaf.Index, checkpoint.Size, [.. proof.Select(Convert.ToBase64String)], checkpoint.Text);
    }
}

/// <summary>A checkpoint.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Leaves">Leaves of its tree.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Text">The signed text.</param>
public sealed record CheckpointView(long Number, long Leaves, DateTimeOffset At, string Text);

/// <summary>Proof (RFC 9162 §2.1.4) that a tree only grew.</summary>
/// <param name="From">Signed text of the earlier checkpoint.</param>
/// <param name="To">Signed text of the later one.</param>
/// <param name="Proof">Hashes, base64.</param>
public sealed record ConsistencyProof(string From, string To, IReadOnlyList<string> Proof);

/// <summary>Proof (RFC 9162 §2.1.3) that a checkpoint covers a case.</summary>
/// <param name="CaseId">Which case.</param>
/// <param name="Entries">Up to which entry.</param>
/// <param name="Head">Hash of that entry, hexadecimal.</param>
/// <param name="Leaf">Place of the leaf in the tree, from 0. Its content is the case id (16 bytes), the number of entries (8 bytes, big-endian) and the head.</param>
/// <param name="Leaves">Leaves of the tree.</param>
/// <param name="Proof">Hashes, base64.</param>
/// <param name="Checkpoint">Signed text of the checkpoint.</param>
public sealed record InclusionProof(string CaseId, long Entries, string Head, long Leaf, long Leaves, IReadOnlyList<string> Proof, string Checkpoint);
