namespace Orchestrator.Audit.Merkle;

/// <summary>Proofs of a Merkle tree as RFC 9162 §2.1.3 (inclusion) and §2.1.4 (consistency) define them. A proof is a list of hashes from the leaves upwards.</summary>
internal static class TreeProof
{
    /// <summary>The ranges of leaves whose roots prove that a leaf is in the tree, in the order of the proof.</summary>
    public static IReadOnlyList<(long Start, long End)> Inclusion(long index, long size)
    {
        var path = new List<(long, long)>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (index < middle)
            {
                path.Add((middle, end));
                end = middle;
            }
            else
            {
                path.Add((start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The ranges of leaves whose roots prove that a tree only grew, in the order of the proof.</summary>
    public static IReadOnlyList<(long Start, long End)> Consistency(long before, long size)
    {
        var path = new List<(long, long)>();
        if (before == 0 || before == size) return path;
        var (start, end, isWhole) = (0L, size, true);
        while (before != end)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (before <= middle)
            {
                path.Add((middle, end));
                end = middle;
            }
            else
            {
                path.Add((start, middle));
                start = middle;
                isWhole = false;
            }
        }

        if (!isWhole) path.Add((start, end));
        path.Reverse();
        return path;
    }

    /// <summary>The root that a leaf and its proof lead to, or null when the proof has another length than the place calls for.</summary>
    public static byte[]? RootFrom(byte[] leaf, long index, long size, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size) return null;
        var ranges = Inclusion(index, size);
        if (ranges.Count != proof.Count) return null;
        var hash = leaf;
        for (var i = 0; i < proof.Count; i++) hash = ranges[i].End <= index ? TreeHash.OfNode(proof[i], hash) : TreeHash.OfNode(hash, proof[i]);
        return hash;
    }

    /// <summary>True when the proof shows that the tree with the second root begins with all leaves of the tree with the first.</summary>
    public static bool IsConsistent(long before, byte[] rootBefore, long size, byte[] root, IReadOnlyList<byte[]> proof)
    {
        if (before < 0 || before > size) return false;
        if (before == size) return proof.Count == 0 && rootBefore.AsSpan().SequenceEqual(root);
        if (before == 0) return proof.Count == 0;
        var ranges = Consistency(before, size);
        if (ranges.Count != proof.Count) return false;

        // A first part that is itself a full subtree is not sent: the verifier knows its root.
        var isKnown = long.IsPow2(before);
        var (old, current) = isKnown ? (rootBefore, rootBefore) : (proof[0], proof[0]);
        for (var i = isKnown ? 0 : 1; i < proof.Count; i++)
        {
            if (ranges[i].End <= before)
            {
                old = TreeHash.OfNode(proof[i], old);
                current = TreeHash.OfNode(proof[i], current);
            }
            else
            {
                current = TreeHash.OfNode(current, proof[i]);
            }
        }

        return old.AsSpan().SequenceEqual(rootBefore) && current.AsSpan().SequenceEqual(root);
    }

    /// <summary>Root of a range from the roots of the full subtrees that it is made of, from left to right.</summary>
    public static byte[] RootOf(IEnumerable<byte[]> covering) => covering.Reverse().Aggregate((right, left) => TreeHash.OfNode(left, right));

    private static long LargestPowerBelow(long size) => 1L << (int)long.Log2(size - 1);
}
