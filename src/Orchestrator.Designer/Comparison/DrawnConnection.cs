using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Comparison;

/// <summary>A connection as it is drawn; ports that are not written are <c>Done</c> and <c>In</c>.</summary>
/// <param name="Container">Id of the flowchart.</param>
/// <param name="Source">Id of the activity it leaves.</param>
/// <param name="SourcePort">Outcome that it follows.</param>
/// <param name="Target">Id of the activity it leads to.</param>
/// <param name="TargetPort">Port it arrives at.</param>
internal sealed record DrawnConnection(string Container, string Source, string SourcePort, string Target, string TargetPort)
{
    /// <summary>Every connection of a definition, in order.</summary>
    public static IEnumerable<DrawnConnection> In(WorkflowDefinition definition) =>
        from container in definition.Activities
        where container["connections"].ValueKind == JsonValueKind.Array
        from connection in container["connections"].EnumerateArray()
        let one = Of(container.Id, connection)
        where one is not null
        select one;

    /// <summary>Reads both forms: <c>{source: {activity, port}, …}</c> and the older <c>{source, sourcePort, …}</c>.</summary>
    private static DrawnConnection? Of(string container, JsonElement connection)
    {
        if (connection.ValueKind != JsonValueKind.Object || !connection.TryGetProperty("source", out var source) || !connection.TryGetProperty("target", out var target)) return null;
        var (from, fromPort) = End(source, connection, "sourcePort");
        var (to, toPort) = End(target, connection, "targetPort");
        return from is null || to is null ? null : new DrawnConnection(container, from, fromPort ?? "Done", to, toPort ?? "In");
    }

    private static (string? Activity, string? Port) End(JsonElement end, JsonElement connection, string flatPort) => end.ValueKind == JsonValueKind.Object
        ? (Text(end, "activity"), Text(end, "port"))
        : (end.ValueKind == JsonValueKind.String ? end.GetString() : null, Text(connection, flatPort));

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
