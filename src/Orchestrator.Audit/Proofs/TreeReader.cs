using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Storage;

namespace Orchestrator.Audit.Proofs;

/// <summary>Reads proofs out of the stored nodes, in as many reads as the tree is high.</summary>
internal static class TreeReader
{
    public static Task<IReadOnlyList<byte[]>> InclusionAsync(AuditDbContext context, long index, long size, CancellationToken cancellationToken) =>
        RootsAsync(context, TreeProof.Inclusion(index, size), cancellationToken);

    public static Task<IReadOnlyList<byte[]>> ConsistencyAsync(AuditDbContext context, long before, long size, CancellationToken cancellationToken) =>
        RootsAsync(context, TreeProof.Consistency(before, size), cancellationToken);

    /// <summary>Hashes of the full subtrees that a range of leaves is made of, from left to right.</summary>
    public static async Task<IReadOnlyList<byte[]>> CoveringAsync(AuditDbContext context, long start, long end, CancellationToken cancellationToken)
    {
        var covering = new List<byte[]>();
        foreach (var node in TreeNode.Covering(start, end))
            covering.Add(await context.Nodes.AsNoTracking().Where(row => row.Level == node.Level && row.Index == node.Index).Select(row => row.Hash).SingleAsync(cancellationToken));
        return covering;
    }

    private static async Task<IReadOnlyList<byte[]>> RootsAsync(
        AuditDbContext context, IReadOnlyList<(long Start, long End)> ranges, CancellationToken cancellationToken)
    {
        var proof = new List<byte[]>(ranges.Count);
        foreach (var (start, end) in ranges) proof.Add(TreeProof.RootOf(await CoveringAsync(context, start, end, cancellationToken)));
        return proof;
    }
}
