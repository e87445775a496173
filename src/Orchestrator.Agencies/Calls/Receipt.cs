using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Calls;

/// <summary>What an agency gave when it accepted a call, kept as a mark of the case so that a poll after a restart still knows it.</summary>
internal static class Receipt
{
    public static string MarkName(string effectId) => $"agency-receipt:{effectId}";

    /// <summary>Values of the poll's parameters by wire name; null when the operation is not polled or the answer lacks one.</summary>
    public static JsonElement? Of(AgencyOperation operation, Reply reply)
    {
        if (operation.Poll is not { } poll)
            return null;
        var values = new JsonObject();
        foreach (var (name, pointer) in poll.Parameters)
        {
            if (reply.Json is not { } body || !JsonPointer.TryFind(body, pointer, out var value))
                return null;
            values[name] = JsonSerializer.SerializeToNode(value);
        }

        return JsonSerializer.SerializeToElement(values);
    }
}
