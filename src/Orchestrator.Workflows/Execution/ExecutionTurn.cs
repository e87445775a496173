using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>The engine's side of one call to a behaviour, with what containers need besides.</summary>
internal sealed class ExecutionTurn(Decider decider, long executionId, CompiledActivity activity) : ActivityTurn
{
    private List<KeyValuePair<string, JsonElement>>? _outputs;
    private ExecutionScope? _scope;

    public CompiledActivity Activity => activity;

    public override CaseId CaseId => decider.State.CaseId;

    public override long ExecutionId => executionId;

    public override string ActivityId => activity.Id;

    public override string DisplayName => activity.Node.DisplayText ?? activity.Node.Name ?? activity.Node.Type;

    public override JsonElement CustomProperties => activity.CustomProperties;

    public override DateTimeOffset Now => decider.Now;

    public override JsonElement CaseInput => decider.State.Input;

    public override CaseState State => decider.State;

    public ExecutionScope Scope => _scope ??= new ExecutionScope(decider, executionId, null, activity);

    public ActivityExecution Execution => decider.State.Executions[executionId];

    /// <summary>Tag that the container gave this execution.</summary>
    public string? Tag => Execution.Tag;

    public ImmutableArray<long> Progress
    {
        get => decider.ProgressOf(executionId);
        set => decider.Record(executionId, value);
    }

    /// <summary>Children that have not ended.</summary>
    public IEnumerable<ActivityExecution> LiveChildren => decider.ChildrenOf(executionId).Select(id => decider.State.Executions[id]);

    public bool HasLiveChildren => decider.State.Children.ContainsKey(executionId) || decider.HasScheduledIn(executionId);

    public IEnumerable<ScheduledWork> ScheduledChildren => decider.ScheduledIn(executionId);

    public bool IsScheduled(CompiledActivity child) => decider.IsScheduled(child.NodeId, executionId);

    public Decider Decider => decider;

    public override JsonElement Input(string name)
    {
        var recorded = Execution.Input(name);
        if (recorded.ValueKind != JsonValueKind.Undefined) return recorded;
        if (!activity.Inputs.TryGetValue(name, out var input)) return JsonMembers.Null;
        return input.Expression is { } expression ? TypeConverter.Convert(expression.Evaluate(Scope), input.TypeName) : input.Default;
    }

    public override JsonElement Inputs() => Execution.AllInputs();

    public string? TextInput(string name) => Input(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>True when this activity started the case; only its first run takes what came, a later one waits as any other activity does.</summary>
    public bool TryTrigger(out JsonElement payload)
    {
        var trigger = decider.State.Started.Trigger;
        payload = trigger?.Payload ?? JsonMembers.Null;
        return trigger is not null && string.Equals(trigger.NodeId, activity.NodeId, StringComparison.Ordinal) && !decider.State.LastExecutions.ContainsKey(activity.Key);
    }

    public bool FlagInput(string name) => Input(name).ValueKind == JsonValueKind.True;

    /// <summary>A value of the expression, converted; it sees the given values besides.</summary>
    public JsonElement Evaluate(IPreparedExpression expression, string typeName, JsonElement locals) =>
        TypeConverter.Convert(expression.Evaluate(new ExecutionScope(decider, executionId, locals, activity)), typeName);

    /// <summary>A value of the expression, converted.</summary>
    public JsonElement Evaluate(IPreparedExpression expression, string typeName) => TypeConverter.Convert(expression.Evaluate(Scope), typeName);

    public override bool IsConnected(string port) => activity.ConnectedPorts.Contains(port);

    public override void Complete(params ReadOnlySpan<string> outcomes) =>
        decider.Complete(executionId, outcomes, _outputs is null ? null : Json.Object(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_outputs)));

    public override void SetOutput(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) value = JsonMembers.Null;
        AddOutput(name, value);
        Bind(name, value);
    }

    /// <summary>Gives an output its value while activities drawn inside still run; <see cref="GiveKept"/> records it at the end.</summary>
    public void Keep(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) value = JsonMembers.Null;
        decider.Emit(new VariableSet(executionId, WorkflowActivity.OutputPrefix + name, value));
        Bind(name, value);
    }

    /// <summary>Records what was kept as outputs of this execution.</summary>
    public void GiveKept()
    {
        if (!decider.State.Variables.TryGetValue(executionId, out var values)) return;
        foreach (var (name, value) in values.Where(v => v.Key.StartsWith(WorkflowActivity.OutputPrefix, StringComparison.Ordinal)))
            AddOutput(name[WorkflowActivity.OutputPrefix.Length..], value);
    }

    /// <summary>Gives the bound variable or workflow output of an output its value, without recording the output itself.</summary>
    public void Bind(string name, JsonElement value)
    {
        switch (activity.Outputs.GetValueOrDefault(name))
        {
            case OutputBinding.ToVariable target: Scope.SetVariableById(target.VariableId, value); break;
            case OutputBinding.ToWorkflowOutput target: SetWorkflowOutput(target.Name, value); break;
        }
    }

    private void AddOutput(string name, JsonElement value)
    {
        _outputs ??= new(capacity: 1);
        var known = _outputs.FindIndex(output => output.Key == name);
        if (known < 0) _outputs.Add(new(name, value));
        else _outputs[known] = new(name, value);
    }

    public void SetWorkflowOutput(string name, JsonElement value)
    {
        var outputs = activity.Frame?.Outputs ?? decider.Workflow.Outputs;
        var converted = outputs.TryGetValue(name, out var declared) ? TypeConverter.Convert(value, declared.TypeName) : value;
        if (converted.ValueKind == JsonValueKind.Undefined) converted = JsonMembers.Null;
        if (Scope.Frame is { } frame) decider.Emit(new VariableSet(frame, WorkflowActivity.OutputPrefix + WorkflowsAsActivities.SafeName(name), converted));
        else decider.Emit(new OutputSet(name, converted));
    }

    public override string Wait(BookmarkKind kind, string? name = null, DateTimeOffset? dueAt = null, JsonElement? payload = null) =>
        decider.Wait(executionId, kind, name, dueAt, payload);

    public override string Request(string kind, JsonElement payload, string? bookmarkId = null) => decider.Request(kind, executionId, bookmarkId, payload);

    /// <summary>As <see cref="Request(string, JsonElement, string?)"/>, under a key of the behaviour's own.</summary>
    public string Request(string kind, JsonElement payload, string? bookmarkId, string key) => decider.Request(kind, executionId, bookmarkId, payload, key);

    /// <summary>This run, the one that it repeats after an incident, and so on back to the first.</summary>
    public IEnumerable<ActivityExecution> RunsBehind => decider.RunsBehind(executionId);

    public override void Mark(string name, JsonElement data) => decider.Emit(new MarkRecorded(name, data.ValueKind == JsonValueKind.Undefined ? JsonMembers.Null : data, executionId));

    /// <summary>Opens an incident beside the execution, which keeps its place.</summary>
    public void OpenIncident(Fault fault) => decider.Open(executionId, activity, fault);

    public override void Fault(Fault fault) => decider.Fail(executionId, fault);

    public void Schedule(CompiledActivity child, string? tag = null, JsonElement? locals = null) =>
        decider.Schedule(new ScheduledWork(child.NodeId, executionId, tag, locals));

    public void Cancel(long childId) => decider.Cancel(childId);

    public void Unschedule(Func<ScheduledWork, bool> match) => decider.Unschedule(w => w.ParentId == executionId && match(w));

    /// <summary>Sends a signal to the containers around this execution, innermost first.</summary>
    public void Signal(ContainerSignal signal) => decider.Signal(executionId, signal);
}
