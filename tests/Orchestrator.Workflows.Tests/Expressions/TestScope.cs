using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Expressions;

/// <summary>A scope in memory: one level of variables, conversions as in the engine.</summary>
internal sealed class TestScope : IExpressionScope
{
    private readonly Dictionary<string, JsonElement> variables = [];
    private readonly Dictionary<string, string> types = [];

    public List<(string Name, string Value)> Writes { get; } = [];

    public Dictionary<(string Activity, string Output), JsonElement> Outputs { get; } = [];

    public IReadOnlyList<string> Outcomes { get; private set; } = [];

    public IEnumerable<KeyValuePair<string, JsonElement>> Variables => variables;

    public JsonElement Input { get; set; } = JsonElement.Parse("{}");

    public JsonElement LastResult { get; set; } = JsonElement.Parse("null");

    public string InstanceId => "0193a000000070008000000000000001";

    public string DefinitionId => "birth";

    public string DefinitionVersionId => "birth-v2";

    public int DefinitionVersion => 2;

    public string? CorrelationId { get; set; }

    public string? InstanceName { get; set; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 8, 30, 0, TimeSpan.FromHours(7));

    public ulong Seed { get; set; } = 42;

    public JsonElement this[string name] => variables[name];

    public TestScope With(string name, string json, string type = "Object")
    {
        variables[name] = JsonElement.Parse(json);
        types[name] = type;
        return this;
    }

    public bool TryGetVariable(string name, out JsonElement value) => variables.TryGetValue(name, out value);

    public string? TypeOfVariable(string name) => types.GetValueOrDefault(name);

    public void SetVariable(string name, JsonElement value)
    {
        var converted = TypeConverter.Convert(value, types.GetValueOrDefault(name, "Object"));
        variables[name] = converted;
        Writes.Add((name, converted.GetRawText()));
    }

    public bool TryGetOutput(string activity, string? output, out JsonElement value) => Outputs.TryGetValue((activity, output ?? "Result"), out value);

    public void SetOutcomes(IReadOnlyList<string> outcomes) => Outcomes = outcomes;

    public JsonElement Run(string script, string type = "JavaScript", string target = "Object") =>
        ExpressionLanguages.Prepare(type, JsonSerializer.SerializeToElement(script), target).Evaluate(this);

    /// <summary>The result as JSON text; "undefined" for undefined.</summary>
    public string Json(string script)
    {
        var value = Run(script);
        return value.ValueKind == JsonValueKind.Undefined ? "undefined" : JsonNode.Parse(value.GetRawText())?.ToJsonString(Relaxed) ?? "null";
    }

    public ExpressionException Refused(string script, string type = "JavaScript", string target = "Object") =>
        Assert.Throws<ExpressionException>(() => Run(script, type, target));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
