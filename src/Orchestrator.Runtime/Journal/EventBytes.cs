using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Journal;

/// <summary>Events as the journal keeps them.</summary>
internal static class EventBytes
{
    public static byte[] Write(CaseEvent change) => JsonSerializer.SerializeToUtf8Bytes(change);

    public static CaseEvent Read(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize<CaseEvent>(payload.Span) ?? throw new JsonException("Expected a journal payload to hold an event, but it is null.");
}
