using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Values that never fit the type they are for: a literal, a variable, or an output bound to a variable.</summary>
internal sealed class TypeMismatch : LintRule
{
    public override string Code => "type-mismatch";

    public override LintSeverity Severity => LintSeverity.Error;

    public override IEnumerable<LintFinding> Check(LintSubject subject) => subject.Activities.SelectMany(activity => Inputs(subject, activity).Concat(Outputs(subject, activity)));

    private IEnumerable<LintFinding> Inputs(LintSubject subject, CompiledActivity activity)
    {
        foreach (var input in activity.Inputs.Values.OrderBy(input => input.Name, StringComparer.Ordinal))
        {
            var path = $"{activity.Node.Path}.{ActivityArguments.PropertyName(input.Name)}";
            if (input.Expression is ConstantExpression constant)
            {
                if (!Fits(constant.Value, input.TypeName)) yield return Finding(path, activity, null, activity.Node.Label, input.Name, input.TypeName, Shown(constant.Value));
                continue;
            }

            var expression = activity.Node[ActivityArguments.PropertyName(input.Name)].Object("expression");
            if (expression.Text("type") == "Variable"
                && Find(subject, activity, ReferenceName.Read(expression.Member("value"), "Variable")) is { } variable
                && !CanFit(DataType.Parse(variable.TypeName), DataType.Parse(input.TypeName)))
            {
                yield return Finding(path, activity, "variable", activity.Node.Label, input.Name, input.TypeName, variable.Name, variable.TypeName);
            }
        }
    }

    private IEnumerable<LintFinding> Outputs(LintSubject subject, CompiledActivity activity)
    {
        foreach (var output in activity.Descriptor.Outputs)
        {
            if (activity.Outputs.GetValueOrDefault(output.Name) is OutputBinding.ToVariable bound
                && Find(subject, activity, new ReferenceName(null, bound.VariableId)) is { } variable
                && !CanFit(DataType.Parse(output.TypeName), DataType.Parse(variable.TypeName)))
            {
                var path = $"{activity.Node.Path}.{ActivityArguments.PropertyName(output.Name)}";
                yield return Finding(path, activity, "output", activity.Node.Label, output.Name, variable.Name, variable.TypeName, output.TypeName);
            }
        }
    }

    private static VariableDefinition? Find(LintSubject subject, CompiledActivity activity, ReferenceName reference) =>
        subject.VariablesOf(activity).FirstOrDefault(variable => reference.Id is not null ? variable.Id == reference.Id : variable.Name == reference.Name);

    private static bool Fits(JsonElement value, string typeName)
    {
        try
        {
            TypeConverter.Convert(value, typeName);
            return true;
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private static string Shown(JsonElement value) => value.GetRawText() is var text && text.Length <= 60 ? text : value.GetRawText()[..60] + "…";

    /// <summary>False when no value of the one type ever converts to the other. In doubt it can.</summary>
    internal static bool CanFit(DataType from, DataType to) => (from.Kind, to.Kind) switch
    {
        (DataKind.Any or DataKind.Text or DataKind.Json, _) or (_, DataKind.Any or DataKind.Text or DataKind.Json) => true,
        (DataKind.List, DataKind.List) => CanFit(from.Element ?? DataType.Any, to.Element ?? DataType.Any),
        (DataKind.List, DataKind.Bytes) => true,
        (DataKind.List, _) => false,
        (_, DataKind.List) => CanFit(from, to.Element ?? DataType.Any),
        (DataKind.Map, DataKind.Duration) => true,
        _ => Family(from.Kind) == Family(to.Kind),
    };

    private static int Family(DataKind kind) => kind switch
    {
        DataKind.Boolean or DataKind.Whole or DataKind.Single or DataKind.Double or DataKind.Decimal => 1,
        DataKind.DateTime or DataKind.DateTimeOffset or DataKind.Date or DataKind.Time => 2,
        DataKind.Guid => 3,
        DataKind.Duration => 4,
        DataKind.Bytes => 5,
        _ => 6,
    };
}
