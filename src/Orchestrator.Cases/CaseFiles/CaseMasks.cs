using System.Text.Json;
using Orchestrator.Cases.Applications;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>Hides personal data wherever a case is shown, the same everywhere: what the history masks, a diagram masks.</summary>
public sealed class CaseMasks
{
    private readonly EventMask _events;

    internal CaseMasks(EventMask events) => _events = events;

    /// <summary>The mask for cases of a version.</summary>
    public CaseMask Of(CompiledWorkflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return new CaseMask(_events.Of(workflow), workflow);
    }
}

/// <summary>Hides personal data in cases of one version.</summary>
public sealed class CaseMask
{
    private readonly SensitivePaths _sensitive;
    private readonly CompiledWorkflow _workflow;

    internal CaseMask(SensitivePaths sensitive, CompiledWorkflow workflow)
    {
        _sensitive = sensitive;
        _workflow = workflow;
    }

    /// <summary>What stands in place of a value.</summary>
    public static string Text => SensitivePaths.Mask;

    /// <summary>An event of the journal.</summary>
    public JsonElement Event(ReadOnlyMemory<byte> payload) => EventMask.Apply(
        payload, _sensitive, id => _workflow.Definition?.Variables.FirstOrDefault(variable => variable.Id == id)?.Name);

    /// <summary>A value, or what is sensitive inside it.</summary>
    public JsonElement Value(JsonElement value) => _sensitive.Apply(value);

    /// <summary>A value that goes by a name.</summary>
    public JsonElement Value(string name, JsonElement value) =>
        _sensitive.Names.Contains(name) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? JsonSerializer.SerializeToElement(SensitivePaths.Mask) : Value(value);
}
