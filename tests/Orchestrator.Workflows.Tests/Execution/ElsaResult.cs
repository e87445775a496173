using System.Globalization;
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
/// <param name="Detail">What explains the result to a reader: reasons of a refusal, messages of incidents. Not compared.</param>
internal sealed partial record ElsaResult(string Status, string Identity, string Started, string Variables, string Outputs, string Incidents, string Detail = "")
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Refusal = "refused";

    public static ElsaResult Refused(IReadOnlyCollection<DefinitionFault> faults) => new(
        $"{Refusal}: {string.Join(", ", faults.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal))}", "", "", "", "", "",
        string.Join('\n', faults.Select(f => $"{f.Path}: {f.Message}")));

    /// <summary>Elsa says no when it answers an import or a publication with anything but a success.</summary>
    public static ElsaResult OfElsa(JsonElement elsa) => new[] { "import", "publish" }.Any(step => elsa.Member(step).Number("status", 200) >= 300)
        ? new(Refusal, "", "", "", "", "")
        : new(
        $"{elsa.Text("status")}/{elsa.Text("subStatus")}",
        $"{elsa.Text("name")}|{elsa.Text("correlationId")}",
        string.Join(' ', elsa.Member("journal").EnumerateArray().Where(j => j.Text("event") == "Started").Select(j => j.Text("activity")!).Where(a => !a.StartsWith("Workflow", StringComparison.Ordinal))),
        Values(elsa.Member("variables").EnumerateArray().Select(v => KeyValuePair.Create(v.Text("name")!, v.Member("value")))),
        Values(elsa.Member("output").ValueKind == JsonValueKind.Object ? elsa.Member("output").EnumerateObject().Select(o => KeyValuePair.Create(o.Name, o.Value)) : []),
        string.Join(' ', elsa.Member("incidents").EnumerateArray().Select(i => i.Text("activity")!).Order(StringComparer.Ordinal)),
        string.Join('\n', elsa.Member("incidents").EnumerateArray().Select(i => $"{i.Text("activity")}: {i.Text("message")}")));

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
            string.Join(' ', state.Incidents.Values.Select(i => i.ActivityId ?? "").Order(StringComparer.Ordinal)),
            string.Join('\n', state.Incidents.Values.Select(i => $"{i.ActivityId}: {i.Fault.Message}")));
    }

    /// <summary>True when a designer would see the same; parallel branches may have taken turns in another way.</summary>
    public bool IsSameAs(ElsaResult recorded, ElsaCase of)
    {
        if (recorded.Status == Refusal) return Status.StartsWith(Refusal, StringComparison.Ordinal);
        if (recorded with { Detail = "" } == this with { Detail = "" }) return true;
        return Started != recorded.Started
            && new ElsaOrder(of.Json.Member("definition")).IsSame(recorded.Started.Split(' '), Started.Split(' '))
            && recorded with { Detail = "", Started = "", Variables = Sorted(recorded.Variables) } == this with { Detail = "", Started = "", Variables = Sorted(Variables) };
    }

    public string DifferencesFrom(ElsaResult recorded, ElsaCase of)
    {
        var text = new StringBuilder($"{of.Name}: {of.Json.Text("title")}\n");
        Line("status", recorded.Status, Status);
        Line("identity", recorded.Identity, Identity);
        Line("started", recorded.Started, Started);
        Line("variables", recorded.Variables, Variables);
        Line("outputs", recorded.Outputs, Outputs);
        Line("incidents", recorded.Incidents, Incidents);
        Line("because", recorded.Detail, Detail);
        return text.Append("Make it the same, or decide for another result: elsa-deviations.json and docs/elsa-deviations.md.").ToString();

        void Line(string what, string elsa, string ours)
        {
            if (elsa != ours) text.Append(CultureInfo.InvariantCulture, $"  {what}\n    Elsa: {elsa}\n    ours: {ours}\n");
        }
    }

    /// <summary>The variable Trace collects text in the order of execution, which parallel branches share.</summary>
    private static string Sorted(string variables) => TraceValue().Replace(variables, match => string.Join(';', match.Value.Split(';').Order(StringComparer.Ordinal)));

    [GeneratedRegex("(?<=(^| )Trace=\")[^\"]*")]
    private static partial Regex TraceValue();

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
