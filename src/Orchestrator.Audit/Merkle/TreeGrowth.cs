namespace Orchestrator.Audit.Merkle;

/// <summary>The right edge of a growing tree: all that is needed to add leaves and to know the root.</summary>
internal sealed class TreeGrowth
{
    private readonly Stack<(int Level, byte[] Hash)> _edge = new();

    /// <param name="size">Leaves so far.</param>
    /// <param name="edge">Hashes of <see cref="TreeNode.Covering"/> of all leaves so far.</param>
    public TreeGrowth(long size, IEnumerable<byte[]> edge)
    {
        Size = size;
        foreach (var (node, hash) in TreeNode.Covering(0, size).Zip(edge)) _edge.Push((node.Level, hash));
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Root of the tree as it is.</summary>
    public byte[] Root => _edge.Count == 0 ? TreeHash.OfNothing : _edge.Skip(1).Aggregate(_edge.Peek().Hash, (right, left) => TreeHash.OfNode(left.Hash, right));

    /// <summary>Adds a leaf.</summary>
    /// <returns>The nodes that are full now: the leaf and those that it completed.</returns>
    public IReadOnlyList<(TreeNode Node, byte[] Hash)> Add(byte[] leaf)
    {
        var full = new List<(TreeNode, byte[])> { (new TreeNode(0, Size), leaf) };
        var (level, hash) = (0, leaf);
        while (_edge.TryPeek(out var left) && left.Level == level)
        {
            _edge.Pop();
            hash = TreeHash.OfNode(left.Hash, hash);
            full.Add((new TreeNode(++level, Size >> level), hash));
        }

        _edge.Push((level, hash));
        Size++;
        return full;
    }
}
