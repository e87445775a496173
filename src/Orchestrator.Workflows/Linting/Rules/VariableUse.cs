using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Variables without a default that nothing writes, so that what reads them always reads null, and variables that nothing reads.</summary>
internal sealed class VariableUse : LintRule
{
    public override string Code => "variable-never-set";

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        var reads = new HashSet<string>(StringComparer.Ordinal);
        var writes = new HashSet<string>(StringComparer.Ordinal);
        var anyRead = false;
        var anyWrite = false;
        foreach (var expression in subject.Expressions)
        {
            if (expression.Type == "Variable")
            {
                var reference = ReferenceName.Read(expression.Value, "Variable");
                reads.UnionWith(new[] { reference.Name, reference.Id }.OfType<string>());
            }

            if (expression.Script is { } script)
            {
                reads.UnionWith(script.Reads);
                writes.UnionWith(script.Writes);
                anyRead |= script.IsOpen;
                anyWrite |= script.IsOpen;
            }

            if (expression.TemplateReads() is { } names) reads.UnionWith(names);
            else anyRead = true;
        }

        foreach (var activity in subject.Activities) Bindings(activity.Node, activity.Descriptor.Outputs.Select(output => output.Name), reads, writes);
        foreach (var variable in subject.Variables)
        {
            bool In(HashSet<string> names) => names.Contains(variable.Id) || names.Contains(variable.Name) || names.Contains(Accessors.Pascal(variable.Name));
            if (!anyWrite && !HasDefault(variable) && !In(writes)) yield return Finding(variable.Path, null, null, variable.Name);
            else if (!anyRead && !In(reads)) yield return Unread(variable);
        }
    }

    private static LintFinding Unread(VariableDefinition variable)
    {
        var (vi, en) = LintTexts.Of("variable-never-read", variable.Name);
        return new("variable-never-read", LintSeverity.Information, variable.Path, null, en) { MessageVi = vi };
    }

    private static bool HasDefault(VariableDefinition variable) =>
        variable.Default.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
        && !(variable.Default.ValueKind == JsonValueKind.String && string.IsNullOrEmpty(variable.Default.GetString()));

    /// <summary>Outputs write what they are bound to; other properties read it. The picker of SetVariable stores the variable itself.</summary>
    private static void Bindings(ActivityNode activity, IEnumerable<string> outputs, HashSet<string> reads, HashSet<string> writes)
    {
        var written = outputs.Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet(StringComparer.Ordinal);
        foreach (var property in activity.Json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) continue;
            if (property.Value.Object("memoryReference").Text("id") is { } bound) (written.Contains(property.Name) ? writes : reads).Add(bound);
            if (property.Name != "variable") continue;
            var value = property.Value.Object("expression").Member("value");
            var (id, name) = Compilation.ActivityArguments.VariableReference(value.ValueKind == JsonValueKind.Undefined ? property.Value : value);
            writes.UnionWith(new[] { id, name }.OfType<string>());
        }
    }
}
