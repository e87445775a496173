using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Variables without a default that nothing writes: what reads them always reads null.</summary>
internal sealed class VariableNeverSet : LintRule
{
    public override string Code => "variable-never-set";

    public override string Summary => "A variable has no default and nothing sets it, so it is always null.";

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        var scripts = new List<string>();
        foreach (var activity in subject.Definition.Activities)
        {
            foreach (var property in activity.Json.EnumerateObject())
            {
                Collect(property.Value, written, scripts);
            }
        }

        foreach (var variable in subject.Definition.Variables)
        {
            var hasDefault = variable.Default.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
                && !(variable.Default.ValueKind == JsonValueKind.String && string.IsNullOrEmpty(variable.Default.GetString()));
            if (!hasDefault && !written.Contains(variable.Id) && !written.Contains(variable.Name) && !scripts.Exists(script => Writes(script, variable)))
            {
                yield return new LintFinding(
                    Code, Severity, variable.Path, null,
                    $"Expected something to set the variable '{variable.Name}', but nothing does and it has no default; set it, give it a default or delete it.");
            }
        }
    }

    /// <summary>Collects ids that outputs and variable pickers name, and the texts of expressions.</summary>
    private static void Collect(JsonElement value, HashSet<string> written, List<string> scripts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                if (value.Object("memoryReference").Text("id") is { } bound)
                {
                    written.Add(bound);
                }

                // The picker of SetVariable stores the variable itself.
                if (value.Text("id") is { } id && value.Text("name") is { } name && value.Text("typeName") is not null)
                {
                    written.Add(id);
                    written.Add(name);
                }

                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value, written, scripts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, written, scripts);
                }

                break;
            case JsonValueKind.String:
                scripts.Add(value.GetString()!);
                break;
        }
    }

    private static bool Writes(string script, VariableDefinition variable)
    {
        if (!script.Contains(variable.Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var name = Regex.Escape(variable.Name);
        return script.Contains("setVariable", StringComparison.Ordinal)
            || script.Contains("set" + variable.Name, StringComparison.OrdinalIgnoreCase)
            || Regex.IsMatch(script, $@"variables\s*(\.\s*{name}|\[\s*['""]{name}['""]\s*\])\s*(=[^=>]|\+\+|--|[-+*/|&?]+=)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
