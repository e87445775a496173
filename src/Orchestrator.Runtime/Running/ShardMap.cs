using System.Buffers.Binary;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Which shard a case belongs to: the same on every node, for ever.</summary>
internal static class ShardMap
{
    /// <summary>The last 8 bytes of the id are random; its first bytes are the time and would put cases of one moment together.</summary>
    public static int ShardOf(CaseId caseId, int shards)
    {
        Span<byte> bytes = stackalloc byte[16];
        caseId.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) % (uint)shards);
    }
}
