using System.Collections.Frozen;
using Jint;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Names in scripts that neither JavaScript nor Elsa nor the workflow has: a misspelt <c>getX()</c> fails only when a case gets there.</summary>
internal sealed class UnknownName : LintRule
{
    private static readonly FrozenSet<string> Standard =
        new Engine().Global.GetOwnProperties().Select(property => property.Key.ToString()).Concat(HostFunctions.All.Keys).Concat(ScriptTypes.Members.Keys).Concat(["variables", "input", "args", "arguments"]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Variables that loops make.</summary>
    private static readonly string[] OfLoops = ["CurrentValue", "CurrentIndex"];

    public override string Code => "unknown-name";

    public override IEnumerable<LintFinding> Check(LintSubject subject)
    {
        if (subject.Expressions.Any(expression => expression.Script is { IsOpen: true })) yield break;
        var made = subject.Expressions.SelectMany(expression => expression.Script?.Writes ?? []);
        var variables = subject.Variables.Select(variable => variable.Name).Concat(made).Concat(OfLoops).SelectMany(name => new[] { name, Accessors.Pascal(name) }).ToHashSet(StringComparer.Ordinal);
        var inputs = subject.Definition.Inputs.Select(input => input.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var outputs = subject.Activities.SelectMany(OutputAccessors).ToHashSet(StringComparer.Ordinal);
        foreach (var expression in subject.Expressions)
        {
            foreach (var name in (expression.Script?.Undeclared ?? []).Order(StringComparer.Ordinal))
            {
                var isKnown = Standard.Contains(name)
                    || (Accessors.IsAccessor(name) && (variables.Contains(name[3..]) || (name[0] == 'g' && (inputs.Contains(name[3..]) || outputs.Contains(name)))));
                if (!isKnown) yield return Finding(expression.Path, expression.Activity, null, expression.Activity.Node.Label, name);
            }
        }
    }

    private static IEnumerable<string> OutputAccessors(CompiledActivity activity) =>
        from output in activity.Descriptor.Outputs
        from name in new[] { activity.Node.Name, activity.Id }.OfType<string>()
        select $"get{output.Name}From{Accessors.Pascal(name)}";
}
