using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>What a family of activities uses to prepare its own part of a definition.</summary>
internal sealed class ActivityPlanner(CompilationRun run, CompiledActivity activity)
{
    public CompiledActivity Activity => activity;

    public ActivityNode Node => activity.Node;

    public WorkflowDefinition Definition => run.Definition;

    /// <summary>The activity in a slot, or null when the slot is empty or its activity was refused.</summary>
    public CompiledActivity? Child(string slot) => Node.ChildAt(slot) is { } child ? run.Compiled.GetValueOrDefault(child.Path) : null;

    /// <summary>The activities of a list, in order, without refused ones.</summary>
    public ImmutableArray<CompiledActivity> Children(string list) =>
        [.. Node.ChildrenIn(list).Select(c => run.Compiled.GetValueOrDefault(c.Path)).OfType<CompiledActivity>()];

    public IPreparedExpression? Expression(JsonElement expression, string path, string targetType) => run.Prepare(expression, path, targetType, Node);

    /// <summary>The expression of a wrapped property, or null when it has none.</summary>
    public IPreparedExpression? ExpressionOf(string property, string targetType) =>
        Node[property].Member("expression") is { ValueKind: JsonValueKind.Object } expression
            ? run.Prepare(expression, $"{Node.Path}.{property}.expression", targetType, Node)
            : null;

    /// <summary>The value of a wrapped property when it is written down as such (Literal or Object), else null.</summary>
    public JsonElement? Constant(string property)
    {
        var written = Node[property];
        if (written.IsAbsent()) return null;
        var expression = written.Member("expression");
        if (expression.ValueKind != JsonValueKind.Object) return written.ValueKind == JsonValueKind.Object ? null : written;
        var value = expression.Member("value");
        return (expression.Text("type") ?? "Literal") switch
        {
            "Literal" or "Object" or "Json" when value.ValueKind != JsonValueKind.Undefined => value,
            _ => null,
        };
    }

    /// <summary>Compiles a workflow that is used as an activity into its place; null after a fault.</summary>
    public CompiledActivity? Inline(Activities.Composition.WorkflowActivity used) => run.Inline(Activity, used);

    public VariableDefinition? FindVariable(string? id, string? name) => run.FindVariable(id, name);

    /// <summary>Tells a fault of this part of the definition, or of an activity drawn in it.</summary>
    public void Fault(string code, string path, string message, ActivityNode? about = null) => run.Fault(code, path, about ?? Node, message, Node);

    /// <summary>Ports that may be connected, or null when any may (they are known only when it runs).</summary>
    public FrozenSet<string>? PortsOf(CompiledActivity child) =>
        child.Behaviour is BuiltInBehaviour builtIn ? builtIn.Ports(new ActivityPlanner(run, child)) : BuiltInBehaviour.DeclaredPorts(child);
}
