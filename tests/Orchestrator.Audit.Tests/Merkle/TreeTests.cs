using FsCheck.Fluent;
using FsCheck.Xunit;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Tests.Merkle;

public sealed class TreeTests
{
    /// <summary>Published examples of certificate transparency: eight leaves and the roots of their trees.</summary>
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_the_standard(int size, string root)
    {
        string[] contents = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var growth = new TreeGrowth(0, []);
        foreach (var content in contents.Take(size)) growth.Add(TreeHash.OfLeaf(Convert.FromHexString(content)));
        Assert.Equal(root, Convert.ToHexStringLower(growth.Root));
    }

    [Property(MaxTest = 200)]
    public void Every_leaf_is_proved_by_its_own_proof_and_no_other_leaf_is(byte leaves, byte which, byte other)
    {
        var (size, tree) = (leaves + 1L, new StoredTree(leaves + 1));
        var index = which % size;
        var proof = tree.Roots(TreeProof.Inclusion(index, size));
        Assert.Equal(tree.Root(size), TreeProof.RootFrom(StoredTree.Leaf(index), index, size, proof));
        if (other % size != index) Assert.NotEqual(tree.Root(size), TreeProof.RootFrom(StoredTree.Leaf(other % size), index, size, proof));
    }

    [Property(MaxTest = 200)]
    public void A_tree_that_grew_is_consistent_and_one_that_was_changed_is_not(byte leaves, byte earlier, byte changed)
    {
        var (size, tree) = (leaves + 1L, new StoredTree(leaves + 1));
        var before = earlier % (size + 1);
        var proof = tree.Roots(TreeProof.Consistency(before, size));
        Assert.True(TreeProof.IsConsistent(before, tree.Root(before), size, tree.Root(size), proof));
        if (before > 0)
            Assert.False(TreeProof.IsConsistent(before, new StoredTree(leaves + 1, changed: changed % before).Root(before), size, tree.Root(size), proof));
    }

    [Property(MaxTest = 100)]
    public void A_tree_that_goes_on_from_its_edge_is_the_tree_that_never_stopped(byte leaves, byte stop)
    {
        var (size, tree) = (leaves + 1L, new StoredTree(leaves + 1));
        var at = stop % (size + 1);
        var growth = new TreeGrowth(at, TreeNode.Covering(0, at).Select(node => tree.Nodes[node]));
        for (var index = at; index < size; index++) growth.Add(StoredTree.Leaf(index));
        Assert.Equal(tree.Root(size), growth.Root);
    }

    /// <summary>A tree as a store keeps it, and beside it the definition of a root, straight from the standard.</summary>
    private sealed class StoredTree
    {
        private readonly byte[][] _leaves;

        public StoredTree(long size, long changed = -1)
        {
            _leaves = [.. Enumerable.Range(0, (int)size).Select(index => index == changed ? TreeHash.OfLeaf("changed"u8) : Leaf(index))];
            var growth = new TreeGrowth(0, []);
            foreach (var leaf in _leaves)
            {
                foreach (var (node, hash) in growth.Add(leaf)) Nodes.Add(node, hash);
            }
        }

        public Dictionary<TreeNode, byte[]> Nodes { get; } = [];

        public static byte[] Leaf(long index) => TreeHash.OfLeaf(BitConverter.GetBytes(index));

        public List<byte[]> Roots(IReadOnlyList<(long Start, long End)> ranges) =>
            [.. ranges.Select(range => TreeProof.RootOf(TreeNode.Covering(range.Start, range.End).Select(node => Nodes[node])))];

        public byte[] Root(long size) => size == 0 ? TreeHash.OfNothing : Root(_leaves.AsSpan(0, (int)size));

        private static byte[] Root(ReadOnlySpan<byte[]> leaves)
        {
            if (leaves.Length == 1) return leaves[0];
            var middle = 1;
            while (middle * 2 < leaves.Length) middle *= 2;
            return TreeHash.OfNode(Root(leaves[..middle]), Root(leaves[middle..]));
        }
    }
}
