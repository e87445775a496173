using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>What an expression sees: the variables of the execution's containers outwards, then the workflow's.</summary>
/// <param name="decider">The turn.</param>
/// <param name="executionId">The innermost execution whose variables are in reach; null is the workflow.</param>
/// <param name="locals">Values of an execution that is about to start, a JSON object or null.</param>
/// <param name="drawn">The activity whose expression is evaluated.</param>
internal sealed class ExecutionScope(Decider decider, long? executionId, JsonElement? locals, CompiledActivity drawn) : IExpressionScope
{
    private const long WorkflowScope = 0;
    private int _evaluations;

    /// <summary>Outcomes chosen by a script, or null.</summary>
    public IReadOnlyList<string>? Outcomes { get; private set; }

    public IEnumerable<KeyValuePair<string, JsonElement>> Variables
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var slot in Slots())
            {
                if (seen.Add(slot.Name)) yield return new(slot.Name, slot.Value);
            }
        }
    }

    /// <summary>The execution that stands for the workflow which the activity is drawn in; null in the case's own workflow.</summary>
    public long? Frame
    {
        get
        {
            if (drawn.Frame is not { } frame) return null;
            for (var id = executionId; id is { } current; id = decider.State.Executions[current].ParentId)
            {
                if (string.Equals(decider.State.Executions[current].NodeId, frame.NodeId, StringComparison.Ordinal)) return current;
            }

            throw new InvalidOperationException($"Expected {drawn.NodeId} to run inside {frame.NodeId}, but it does not; the journal belongs to another version.");
        }
    }

    /// <summary>Inputs of the workflow that the activity is drawn in, a JSON object.</summary>
    public JsonElement Input => Frame is { } frame ? InputOf(frame) : decider.State.Input;

    public JsonElement LastResult => decider.State.LastResult ?? JsonMembers.Null;

    public string InstanceId => decider.State.CaseId.ToString();

    public string DefinitionId => decider.Workflow.DefinitionId;

    public string DefinitionVersionId => decider.Workflow.VersionId;

    public int DefinitionVersion => decider.Workflow.Version;

    public string? CorrelationId
    {
        get => decider.State.CorrelationId;
        set
        {
            if (!string.Equals(value, decider.State.CorrelationId, StringComparison.Ordinal)) decider.Emit(new CorrelationSet(value));
        }
    }

    public string? InstanceName
    {
        get => decider.State.Name;
        set
        {
            if (!string.Equals(value, decider.State.Name, StringComparison.Ordinal)) decider.Emit(new NameSet(value));
        }
    }

    public DateTimeOffset Now => decider.Now;

    public ulong Seed
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            decider.State.CaseId.Value.TryWriteBytes(bytes);
            var seed = BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..]);
            return (seed * 0x9E3779B97F4A7C15) + (((ulong)decider.State.ExecutionCount << 20) | ((ulong)decider.EventCount << 8) | (byte)_evaluations++);
        }
    }

    public bool TryGetVariable(string name, out JsonElement value)
    {
        if (TryFind(name, byId: false, out var slot))
        {
            value = slot.Value;
            return true;
        }

        value = JsonMembers.Null;
        return false;
    }

    public string? TypeOfVariable(string name) => TryFind(name, byId: false, out var slot) ? slot.TypeName : null;

    public void SetVariable(string name, JsonElement value)
    {
        if (TryFind(name, byId: false, out var slot))
        {
            decider.Emit(new VariableSet(slot.Scope, slot.Id, TypeConverter.Convert(value, slot.TypeName ?? "Object")));
            return;
        }

        decider.Emit(new VariableSet(Frame ?? WorkflowScope, name, value.ValueKind == JsonValueKind.Undefined ? JsonMembers.Null : value));
    }

    /// <summary>Sets a variable by its id, as bindings name it.</summary>
    public void SetVariableById(string id, JsonElement value)
    {
        if (TryFind(id, byId: true, out var slot))
        {
            decider.Emit(new VariableSet(slot.Scope, slot.Id, TypeConverter.Convert(value, slot.TypeName ?? "Object")));
            return;
        }

        throw new InvalidOperationException($"Expected variable id '{id}' in reach of {drawn.NodeId}, but it is not; the compiler should have refused it.");
    }

    public bool TryGetOutput(string activity, string? output, [MaybeNullWhen(false)] out JsonElement value)
    {
        value = default;
        var state = decider.State;
        if (!(drawn.Frame?.IdsByName ?? decider.Workflow.IdsByName).TryGetValue(activity, out var key)) return false;
        if (!state.LastExecutions.TryGetValue(key, out var execution) || execution < Frame)
        {
            value = JsonMembers.Null;
            return true;
        }

        if (state.Executions[execution].Output(output ?? "Result") is { ValueKind: not JsonValueKind.Undefined } found) value = found;
        else value = JsonMembers.Null;
        return true;
    }

    public void SetOutcomes(IReadOnlyList<string> outcomes) => Outcomes = [.. outcomes];

    private JsonElement InputOf(long frame)
    {
        var given = decider.State.Executions[frame].AllInputs();
        return drawn.Frame!.Inputs.Keys.All(name => WorkflowsAsActivities.SafeName(name) == name)
            ? given
            : Json.Object(drawn.Frame.Inputs.Keys.Select(name => KeyValuePair.Create(name, given.Member(WorkflowsAsActivities.SafeName(name)) is { ValueKind: not JsonValueKind.Undefined } value ? value : JsonMembers.Null)));
    }

    /// <summary>The first of <see cref="Slots"/> with that name or id, found without listing them: every expression asks for a few.</summary>
    private bool TryFind(string key, bool byId, out Slot slot)
    {
        if (locals is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty(key, out var local))
        {
            slot = new Slot(-1, key, key, null, local);
            return true;
        }

        var state = decider.State;
        var frame = Frame;
        for (var id = executionId; id is { } current;)
        {
            var execution = state.Executions[current];
            id = execution.ParentId;
            var compiled = decider.Workflow.Activity(execution.NodeId);
            if (ReferenceEquals(compiled, drawn) && compiled.Behaviour is WorkflowActivity) continue;
            if (TryFindIn(current, compiled.Variables, key, byId, out slot)) return true;
            if (current == frame) return false;
        }

        return TryFindIn(WorkflowScope, decider.Workflow.Variables, key, byId, out slot);
    }

    private bool TryFindIn(long scope, System.Collections.Immutable.ImmutableArray<CompiledVariable> declared, string key, bool byId, out Slot slot)
    {
        var values = decider.State.Variables.TryGetValue(scope, out var found) ? found : null;
        foreach (var variable in declared)
        {
            if (!string.Equals(byId ? variable.Id : variable.Name, key, StringComparison.Ordinal)) continue;
            slot = new Slot(scope, variable.Id, variable.Name, variable.TypeName, values is not null && values.TryGetValue(variable.Id, out var value) ? value : JsonMembers.Null);
            return true;
        }

        // A value without a declaration goes by its id.
        if (values is not null && values.TryGetValue(key, out var undeclared) && !key.StartsWith(WorkflowActivity.OutputPrefix, StringComparison.Ordinal) && !IsDeclared(declared, key))
        {
            slot = new Slot(scope, key, key, null, undeclared);
            return true;
        }

        slot = default;
        return false;
    }

    private static bool IsDeclared(System.Collections.Immutable.ImmutableArray<CompiledVariable> declared, string id)
    {
        foreach (var variable in declared)
        {
            if (string.Equals(variable.Id, id, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private IEnumerable<Slot> Slots()
    {
        var state = decider.State;
        var frame = Frame;
        if (locals is { ValueKind: JsonValueKind.Object } own)
        {
            foreach (var local in own.EnumerateObject()) yield return new Slot(-1, local.Name, local.Name, null, local.Value);
        }

        for (var id = executionId; id is { } current;)
        {
            var execution = state.Executions[current];
            id = execution.ParentId;

            // An activity that stands for a workflow is itself drawn outside of it.
            var compiled = decider.Workflow.Activity(execution.NodeId);
            if (ReferenceEquals(compiled, drawn) && compiled.Behaviour is WorkflowActivity) continue;
            foreach (var slot in SlotsOf(current, compiled.Variables)) yield return slot;
            if (current == frame) yield break;
        }

        foreach (var slot in SlotsOf(WorkflowScope, decider.Workflow.Variables)) yield return slot;
    }

    /// <summary>Declared variables first, then values without a declaration: a loop's current value, or what a script made.</summary>
    private IEnumerable<Slot> SlotsOf(long scope, System.Collections.Immutable.ImmutableArray<CompiledVariable> declared)
    {
        var values = decider.State.Variables.TryGetValue(scope, out var found) ? found : null;
        foreach (var variable in declared)
            yield return new Slot(scope, variable.Id, variable.Name, variable.TypeName, values is not null && values.TryGetValue(variable.Id, out var value) ? value : JsonMembers.Null);
        if (values is null || values.Count == 0) yield break;
        foreach (var (id, value) in values)
        {
            if (id.StartsWith(WorkflowActivity.OutputPrefix, StringComparison.Ordinal)) continue;
            if (!declared.Any(v => string.Equals(v.Id, id, StringComparison.Ordinal))) yield return new Slot(scope, id, id, null, value);
        }
    }

    private readonly record struct Slot(long Scope, string Id, string Name, string? TypeName, JsonElement Value);
}
