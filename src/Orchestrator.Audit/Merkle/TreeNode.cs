namespace Orchestrator.Audit.Merkle;

/// <summary>A node whose subtree is full and therefore never changes.</summary>
/// <param name="Level">0 for leaves; the subtree has 2^Level of them.</param>
/// <param name="Index">Which of its level, from 0 at the left.</param>
internal readonly record struct TreeNode(int Level, long Index)
{
    /// <summary>The full subtrees that a range of leaves is made of, from left to right.</summary>
    /// <param name="start">First leaf; a multiple of the largest power of two that the range needs, as every range of a Merkle tree is.</param>
    /// <param name="end">First leaf behind the range.</param>
    public static IEnumerable<TreeNode> Covering(long start, long end)
    {
        while (start < end)
        {
            var level = long.Log2(end - start);
            if (start > 0) level = Math.Min(level, long.TrailingZeroCount(start));
            yield return new TreeNode((int)level, start >> (int)level);
            start += 1L << (int)level;
        }
    }
}
