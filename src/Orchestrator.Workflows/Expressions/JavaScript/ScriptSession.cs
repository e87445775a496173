using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// One evaluation: what the script sees and the changes it makes. Changes reach the scope only when the script has ended well, each variable once.
/// </summary>
internal sealed class ScriptSession(Engine engine, IExpressionScope scope, string source, bool mayMutate)
{
    private readonly List<Cell> cells = new(capacity: 2);
    private List<Cell>? assigned;
    private ScriptValues? values;
    private SeededRandom? random;
    private string? correlationId;
    private bool correlationIdSet;
    private string? instanceName;
    private bool instanceNameSet;
    private string[]? outcomes;

    public Engine Engine => engine;

    public IExpressionScope Scope => scope;

    public ScriptValues Values => values ??= new ScriptValues(engine);

    public SeededRandom Random => random ??= new SeededRandom(SeededRandom.Combine(scope.Seed, source));

    public string? CorrelationId
    {
        get => correlationIdSet ? correlationId : scope.CorrelationId;
        set => (correlationId, correlationIdSet) = (value, true);
    }

    public string? InstanceName
    {
        get => instanceNameSet ? instanceName : scope.InstanceName;
        set => (instanceName, instanceNameSet) = (value, true);
    }

    /// <summary>Names of the variables in reach, those included that the script has made.</summary>
    public IEnumerable<string> VariableNames => scope.Variables.Select(variable => variable.Key).Concat((assigned ?? []).Select(cell => cell.Name)).Distinct(StringComparer.Ordinal);

    public bool TryGetVariable(string name, out JsValue value)
    {
        if (Find(name) is { } cell)
        {
            value = cell.Value;
            return true;
        }

        if (!scope.TryGetVariable(name, out var original))
        {
            value = JsValue.Undefined;
            return false;
        }

        value = Values.ToScript(original, scope.TypeOfVariable(name));
        cells.Add(new Cell { Name = name, Value = value, Original = original });
        return true;
    }

    public void SetVariable(string name, JsValue value)
    {
        if (Find(name) is not { } cell)
        {
            cells.Add(cell = new Cell { Name = name, Value = value });
        }

        if (!cell.Assigned)
        {
            cell.Assigned = true;
            (assigned ??= []).Add(cell);
        }

        cell.Value = value;
    }

    public void SetOutcomes(string[] names) => outcomes = names;

    /// <summary>Hands all changes to the scope.</summary>
    public void Keep()
    {
        // In the order of assignment, then what was changed in place: the same on every run.
        foreach (var cell in assigned ?? [])
        {
            scope.SetVariable(cell.Name, Plain(cell.Value));
        }

        if (mayMutate)
        {
            foreach (var cell in cells)
            {
                if (!cell.Assigned && cell.Value is ObjectInstance && IsChanged(cell, out var now))
                {
                    scope.SetVariable(cell.Name, now);
                }
            }
        }

        if (correlationIdSet)
        {
            scope.CorrelationId = correlationId;
        }

        if (instanceNameSet)
        {
            scope.InstanceName = instanceName;
        }

        if (outcomes is not null)
        {
            scope.SetOutcomes(outcomes);
        }
    }

    private static JsonElement Plain(JsValue value)
    {
        var plain = ScriptResult.Read(value);
        return plain.ValueKind == JsonValueKind.Undefined ? JsonValues.Null : plain;
    }

    private bool IsChanged(Cell cell, out JsonElement now)
    {
        now = Plain(cell.Value);
        if (JsonElement.DeepEquals(now, cell.Original))
        {
            return false;
        }

        // A date, a huge number or bytes read differently in a script although nothing changed them.
        var untouched = Plain(Values.ToScript(cell.Original, scope.TypeOfVariable(cell.Name)));
        return !JsonElement.DeepEquals(now, untouched);
    }

    /// <summary>A script sees a few variables; a list of them is the cheapest index.</summary>
    private Cell? Find(string name)
    {
        foreach (var cell in cells)
        {
            if (string.Equals(cell.Name, name, StringComparison.Ordinal)) return cell;
        }

        return null;
    }

    private sealed class Cell
    {
        public required string Name { get; init; }

        public required JsValue Value { get; set; }

        public JsonElement Original { get; init; }

        public bool Assigned { get; set; }
    }
}
