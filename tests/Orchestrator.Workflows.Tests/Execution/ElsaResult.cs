using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>What a designer can see of a run, in a form that compares as text.</summary>
/// <param name="Status">Status and sub-status, or <c>refused: codes</c>.</param>
/// <param name="Identity">Name and correlation id.</param>
/// <param name="Started">Activities in the order in which they started.</param>
/// <param name="Variables">Workflow variables that have a value, by name.</param>
/// <param name="Outputs">Workflow outputs by name.</param>
/// <param name="Incidents">Activities with an open incident, sorted.</param>
internal sealed partial record ElsaResult(string Status, string Identity, string Started, string Variables, string Outputs, string Incidents)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ElsaResult Refused(string[] codes) => new($"refused: {string.Join(", ", codes.Distinct().Order(StringComparer.Ordinal))}", "", "", "", "", "");

    public static ElsaResult OfElsa(JsonElement elsa) => new(
        $"{elsa.Text("status")}/{elsa.Text("subStatus")}",
        $"{elsa.Text("name")}|{elsa.Text("correlationId")}",
        string.Join(' ', elsa.Member("journal").EnumerateArray().Where(j => j.Text("event") == "Started").Select(j => j.Text("activity")!).Where(a => !a.StartsWith("Workflow", StringComparison.Ordinal))),
        Values(elsa.Member("variables").EnumerateArray().Select(v => KeyValuePair.Create(v.Text("name")!, v.Member("value")))),
        Values(elsa.Member("output").ValueKind == JsonValueKind.Object ? elsa.Member("output").EnumerateObject().Select(o => KeyValuePair.Create(o.Name, o.Value)) : []),
        string.Join(' ', elsa.Member("incidents").EnumerateArray().Select(i => i.Text("activity")!).Order(StringComparer.Ordinal)));

    public static ElsaResult OfOurs(InMemoryRuntime runtime, CaseId id)
    {
        var state = runtime[id];
        var workflow = runtime.WorkflowOf(id);
        return new ElsaResult(
            $"{state.Status}/{state.SubStatus}",
            $"{state.Name}|{state.CorrelationId}",
            string.Join(' ', runtime.JournalOf(id).OfType<ActivityStarted>().Select(s => s.ActivityId)),
            Values(workflow.Definition!.Variables.Select(v => KeyValuePair.Create(v.Name, state.VariableOf(workflow, v.Name) ?? default))),
            Values(state.Outputs),
            string.Join(' ', state.Incidents.Values.Select(i => i.ActivityId ?? "").Order(StringComparer.Ordinal)));
    }

    private static string Values(IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) continue;
            text.Append(name).Append('=').Append(CaseIds().Replace(JsonSerializer.Serialize(Plain(value), Readable), "<id>")).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Numbers without trailing zeros: 12.340 is 12.34.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number / 1.000000000000000000000000000m,
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(m => m.Name, m => Plain(m.Value)),
        _ => value,
    };

    [GeneratedRegex("0{16,}[0-9a-f]{1,16}")]
    private static partial Regex CaseIds();
}
