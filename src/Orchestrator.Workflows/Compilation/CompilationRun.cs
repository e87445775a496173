using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Expressions.JavaScript;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Workflows.Compilation;

/// <summary>One compilation: walks the definition once and collects every fault.</summary>
internal sealed partial class CompilationRun(
    WorkflowDefinition definition, string definitionId, IActivityCatalog catalog, FrozenDictionary<string, IExpressionLanguage> languages, bool isStored = false)
{
    private readonly Stack<IncidentStrategy> _strategies = new([definition.IncidentStrategy]);
    private readonly Dictionary<string, DefinitionFault> _refused = new(StringComparer.Ordinal);
    private Place _place = new(definition, definitionId, null, null);

    /// <summary>The definition whose activities are being compiled: a used workflow's own inside it.</summary>
    public WorkflowDefinition Definition => _place.Definition;

    public List<DefinitionFault> Faults { get; } = [];

    /// <summary>Compiled activities by JSON path.</summary>
    public Dictionary<string, CompiledActivity> Compiled { get; } = new(StringComparer.Ordinal);

    public ImmutableArray<CompiledVariable> WorkflowVariables { get; private set; } = [];

    public CompiledActivity? CompileRoot()
    {
        WorkflowVariables = CompileVariables(definition.Variables);
        if (definition.Root is null)
        {
            Fault("no-root", $"{definition.Path}.root", null, "Expected a root activity, but found none; draw at least one activity.");
            return null;
        }

        _place.Scopes.Push(definition.Variables);
        _place.LogPersistence = new LogPersistenceReader(this, null).Default(definition.Json.Object("customProperties"), $"{definition.Path}.customProperties");
        var root = CompileActivity(definition.Root);
        if (isStored)
        {
            foreach (var (path, fault) in _refused)
            {
                if (Compiled.TryGetValue(path, out var activity) && activity.Behaviour is not RefusedActivity) activity.Behaviour = new RefusedActivity(fault, activity.Behaviour);
            }
        }

        return root;
    }

    /// <summary>Tells a fault. In a stored version it takes the place of the activity that cannot be as it is drawn: the given one, else the one it is about, else the root.</summary>
    public void Fault(string code, string path, ActivityNode? activity, string message, ActivityNode? refused = null)
    {
        var fault = new DefinitionFault(code, path, activity?.Label, message);
        Faults.Add(fault);
        if ((refused ?? activity ?? definition.Root) is { } node) _refused.TryAdd(node.Path, fault);
    }

    public bool IsWorkflowOutput(string name) => _place.Definition.Outputs.Any(o => string.Equals(o.Name, name, StringComparison.Ordinal));

    /// <summary>A variable in reach of the activity that is being compiled, by id, else by name.</summary>
    public VariableDefinition? FindVariable(string? id, string? name)
    {
        foreach (var scope in _place.Scopes)
        {
            foreach (var variable in scope)
            {
                if (id is not null ? string.Equals(variable.Id, id, StringComparison.Ordinal) : string.Equals(variable.Name, name, StringComparison.Ordinal))
                    return variable;
            }
        }

        return null;
    }

    /// <summary>Prepares <c>{type, value}</c>; null after a fault.</summary>
    public IPreparedExpression? Prepare(JsonElement expression, string path, string targetType, ActivityNode? activity)
    {
        var type = expression.Text("type") ?? "Literal";
        if (!languages.TryGetValue(type, out var language))
        {
            return Refuse("unknown-expression", $"{path}.type", activity,
                $"Expected one of the expression kinds {string.Join(", ", languages.Keys.Order(StringComparer.Ordinal))}, but '{type}' is none of them; choose one of those.");
        }

        if (type == "Variable" && UnknownVariable(expression.Member("value")) is { } unknown)
        {
            return Refuse("unknown-variable", $"{path}.value", activity,
                $"Expected a variable that this activity can see, but '{unknown}' is not declared here; declare it on the workflow or choose another.");
        }

        try
        {
            var value = expression.Member("value");
            var prepared = language.Prepare(value.ValueKind == JsonValueKind.Undefined ? JsonMembers.Null : value, targetType);
            if (prepared is JavaScriptExpression script && script.Accessors.Where(name => !Declares(name[3..])).Select(RefusedNames.UnlessDeclaredIn).FirstOrDefault(r => r is not null) is { } refusal) throw refusal;
            return prepared;
        }
        catch (ExpressionException problem)
        {
            return Refuse(problem.Code, $"{path}.value", activity, problem.Message);
        }
    }

    /// <summary>In a stored version the expression alone is refused: its activity begins and faults when it comes to it.</summary>
    private RefusedExpression? Refuse(string code, string path, ActivityNode? activity, string message)
    {
        var fault = new DefinitionFault(code, path, activity?.Label, message);
        Faults.Add(fault);
        return isStored ? new RefusedExpression(fault) : null;
    }

    /// <summary>True when a script finds a function of this name because a variable in reach or an input is called so.</summary>
    private bool Declares(string pascal) =>
        _place.Scopes.SelectMany(scope => scope).Any(variable => Accessors.Pascal(variable.Name) == pascal)
        || _place.Definition.Inputs.Any(input => string.Equals(input.Name, pascal, StringComparison.OrdinalIgnoreCase));

    private CompiledActivity? CompileActivity(ActivityNode node)
    {
        var isNew = node.Id.Length > 0 && _place.Ids.Add(node.Id);
        if (node.Id.Length == 0) Fault("missing-id", $"{node.Path}.id", node, "Expected an id on every activity, but this one has none; give it one.");
        else if (!isNew) Fault("duplicate-id", $"{node.Path}.id", node, $"Expected every activity id once, but '{node.Id}' is used again; give one of the activities another id.");

        var variables = DefinitionReader.Variables(node.Json, node.Path);
        _place.Scopes.Push(variables);
        _strategies.Push(node.CustomProperties.Text("incidentStrategyType") is { Length: > 0 } strategy ? DefinitionReader.Strategy(strategy) : _strategies.Peek());

        // What a file says about the content of a workflow used as an activity is a copy; the workflow itself counts.
        if (!IsWorkflow(node)) foreach (var child in node.Children) CompileActivity(child);
        var compiled = (Find(node) ?? (isStored && isNew ? Refused.Unknown(node, Faults[^1]) : null)) is { } entry && isNew ? Build(node, entry, variables) : null;
        _place.Scopes.Pop();
        _strategies.Pop();
        return compiled;
    }

    private CompiledActivity Build(ActivityNode node, ActivityEntry entry, ImmutableArray<VariableDefinition> variables)
    {
        var reader = new ActivityArguments(this, node);
        var inputs = entry.Descriptor.Inputs.Select(reader.Input).OfType<CompiledInput>().ToArray();
        ImmutableArray<CompiledInput> evaluated = [.. entry.Descriptor.Inputs.Where(d => d.AutoEvaluate).Select(d => inputs.FirstOrDefault(i => i.Name == d.Name)).OfType<CompiledInput>()];
        var activity = new CompiledActivity
        {
            Node = node,
            Descriptor = entry.Descriptor,
            Behaviour = entry.Behaviour,
            Inputs = inputs.ToFrozenDictionary(i => i.Name, StringComparer.Ordinal),
            EvaluatedAtStart = evaluated,
            ConstantInputs = InputEvaluation.Constant(evaluated),
            Outputs = entry.Descriptor.Outputs
                .Select(o => (o.Name, Binding: reader.Output(o)))
                .Where(o => o.Binding is not null)
                .ToFrozenDictionary(o => o.Name, o => o.Binding!, StringComparer.Ordinal),
            Variables = entry.Behaviour is WorkflowActivity used ? CompileVariables(used.Definition.Variables) : CompileVariables(variables),
            Frame = _place.Frame,
            IncidentOwner = node.CustomProperties.Text("incidentOwner") is { Length: > 0 } owner ? owner : "support",
            IncidentStrategy = _strategies.Peek(),
            CustomProperties = node.CustomProperties,
            LogPlan = new LogPersistenceReader(this, node).Plan(node, _place.LogPersistence),
        };
        Compiled[node.Path] = activity;
        if (entry.Behaviour is BuiltInBehaviour builtIn) activity.Plan = builtIn.Plan(new ActivityPlanner(this, activity));
        return activity;
    }

    private ActivityEntry? Find(ActivityNode node)
    {
        if (catalog.TryGet(node.Type, node.Version, out var entry)) return entry;
        if (FindWorkflow(node) is { } workflow) return workflow;
        if (node.Type == "Elsa.NotFoundActivity")
        {
            Fault("unknown-activity", $"{node.Path}.type", node,
                $"Expected a known activity type, but '{node.Json.Text("missingTypeName")}' was not known when this was saved; replace the activity.");
            return null;
        }

        var versions = catalog.Entries.Where(e => e.Descriptor.TypeName == node.Type).Select(e => e.Descriptor.Version).ToArray();
        if (versions.Length > 0)
        {
            Fault("unknown-activity-version", $"{node.Path}.version", node,
                $"Expected version {string.Join(" or ", versions)} of '{node.Type}', but the definition asks for version {node.Version}; draw the activity again.");
        }
        else if (UnsupportedActivities.ReasonFor(node.Type) is { } reason)
        {
            Fault("unsupported-activity", $"{node.Path}.type", node, $"Expected an activity that can run here, but '{node.Type}' {reason}");
        }
        else
        {
            Fault("unknown-activity", $"{node.Path}.type", node,
                $"Expected a known activity type, but '{node.Type}' is not in the catalog; add the agency or module that brings it, or replace the activity.");
        }

        return null;
    }

    private ImmutableArray<CompiledVariable> CompileVariables(ImmutableArray<VariableDefinition> variables)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var compiled = ImmutableArray.CreateBuilder<CompiledVariable>(variables.Length);
        foreach (var variable in variables)
        {
            if (!ids.Add(variable.Id))
                Fault("duplicate-variable", $"{variable.Path}.id", null, $"Expected every variable id once in its scope, but '{variable.Id}' is used again; give '{variable.Name}' another id.");
            compiled.Add(new CompiledVariable(variable.Id, variable.Name, variable.TypeName, DefaultOf(variable)));
        }

        return compiled.ToImmutable();
    }

    private JsonElement DefaultOf(VariableDefinition variable)
    {
        try
        {
            return TypeConverter.ConvertDefault(variable.Default, DataType.Parse(variable.TypeName));
        }
        catch (ExpressionException problem)
        {
            Fault("bad-default", $"{variable.Path}.value", null, $"Expected a default that fits the type of variable '{variable.Name}', but it does not: {problem.Message}");
            return JsonMembers.Null;
        }
    }

    /// <returns>Null, or what names a variable that is not in reach.</returns>
    private string? UnknownVariable(JsonElement value)
    {
        var (id, name) = ActivityArguments.VariableReference(value);
        return FindVariable(id, name) is not null || (name is not null && FindVariable(null, name) is not null) ? null : name ?? id ?? "";
    }
}
