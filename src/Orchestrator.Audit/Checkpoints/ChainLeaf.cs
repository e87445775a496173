using System.Buffers.Binary;
using Orchestrator.Audit.Merkle;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>A leaf of the tree: how far the chain of one case had come, and its hash there. A case has a further leaf each time it went on between two checkpoints.</summary>
/// <param name="Index">Place in the tree, from 0.</param>
/// <param name="CaseId">Which case.</param>
/// <param name="Entries">How many entries it had.</param>
/// <param name="Head">Hash of the last of them, 32 bytes.</param>
internal sealed record ChainLeaf(long Index, CaseId CaseId, long Entries, ReadOnlyMemory<byte> Head)
{
    /// <summary>Hash over the case id (16 bytes in RFC 9562 order), the number of entries (8 bytes, big-endian) and the head.</summary>
    public byte[] Hash()
    {
        Span<byte> content = stackalloc byte[16 + 8 + EntryHash.Size];
        CaseId.Value.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[16..], Entries);
        Head.Span.CopyTo(content[24..]);
        return TreeHash.OfLeaf(content);
    }
}
