using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.Procedures;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>
/// Hides personal data in what the journal says: members that the application's schema marks <c>x-sensitive</c>, and inputs and outputs that a
/// descriptor marks so or that the designer keeps out of the record (log persistence). The journal itself keeps everything.
/// </summary>
internal sealed class EventMask(ProcedureCatalog procedures, IActivityCatalog activities)
{
    private readonly ConcurrentDictionary<(string Version, bool HasSchema), SensitivePaths> _byVersion = new();

    /// <summary>What is sensitive in cases of a version.</summary>
    public SensitivePaths Of(CompiledWorkflow workflow)
    {
        var schema = procedures.FindLoadedByDefinition(workflow.DefinitionId)?.Schema;
        return _byVersion.GetOrAdd((workflow.VersionId, schema is not null), _ => (schema?.Sensitive ?? SensitivePaths.None).With(DescriptorNames(workflow)));
    }

    /// <summary>An event with its values masked; what kind of event it is, and of which activity, stays.</summary>
    public static JsonElement Apply(ReadOnlyMemory<byte> payload, SensitivePaths sensitive, Func<string, string?> variableName)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var named = root.Text("variableId") is { } variable ? variableName(variable) ?? variable : root.Text("kind") == "OutputSet" ? root.Text("name") : null;
        var unlogged = root.TryGetProperty("isUnlogged", out var hidden) && hidden.ValueKind == JsonValueKind.True;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is "unloggedInputs" or "unloggedOutputs" || (member.Name == "payload" && unlogged)) continue;
            members[member.Name] = member.Name switch
            {
                "value" when named is not null && sensitive.Names.Contains(named) => JsonSerializer.SerializeToElement(SensitivePaths.Mask),
                "input" or "inputs" or "outputs" or "value" or "payload" or "data" or "locals" => sensitive.Apply(member.Value),
                "bookmark" or "effect" => Inner(member.Value, sensitive),
                _ => member.Value,
            };
        }

        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonElement Inner(JsonElement value, SensitivePaths sensitive)
    {
        var unlogged = value.TryGetProperty("unlogged", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        return JsonSerializer.SerializeToElement(value.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Name == "payload" ? sensitive.Apply(Logged(member.Value, unlogged)) : member.Value, StringComparer.Ordinal));
    }

    /// <summary>What a request carries without the inputs that its activity keeps out of its record; the journal has them, because the request must be sent.</summary>
    private static JsonElement Logged(JsonElement payload, HashSet<string> unlogged) => unlogged.Count == 0 || payload.ValueKind != JsonValueKind.Object ? payload
        : JsonSerializer.SerializeToElement(payload.EnumerateObject().Where(member => !unlogged.Contains(member.Name)).ToDictionary(
            member => member.Name, member => member.Name == "inputs" ? Logged(member.Value, unlogged) : member.Value, StringComparer.Ordinal));

    private IEnumerable<string> DescriptorNames(CompiledWorkflow workflow) =>
        (workflow.Definition?.Activities ?? []).Select(node => (node.Type, node.Version)).Distinct()
        .SelectMany(type => activities.TryGet(type.Type, type.Version, out var entry)
            ? new[] { entry.Descriptor, entry.Behaviour.CompensatedBy?.Activity.Descriptor }.OfType<ActivityDescriptor>() : [])
        .SelectMany(descriptor => descriptor.Inputs.Where(input => input.IsSensitive).Select(input => input.Name)
                .Concat(descriptor.Outputs.Where(output => output.IsSensitive).Select(output => output.Name)));
}
