using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Composition;

/// <summary>Makes palette activities of workflows that a designer marked as usable as an activity, as an Elsa 3.8 server does.</summary>
public static partial class WorkflowsAsActivities
{
    // Members that every activity has; Elsa puts an underscore before an input of such a name.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "Id", "NodeId", "Name", "Type", "Version", "Metadata", "CustomProperties", "SyntheticProperties", "RunAsynchronously", "Source", "Result", "Root", "Variables",
        "WorkflowDefinitionId", "WorkflowDefinitionVersionId", "LatestAvailablePublishedVersion", "LatestAvailablePublishedVersionId",
    };

    /// <summary>True when the definition's option <c>usableAsActivity</c> is set and it has a name.</summary>
    public static bool IsUsable(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Json.Object("options").Flag("usableAsActivity") && !string.IsNullOrWhiteSpace(definition.Name);
    }

    /// <summary>True when workflows that use the definition follow it to its newest version by themselves.</summary>
    public static bool UpdatesConsumers(WorkflowDefinition definition) =>
        IsUsable(definition) && definition.Json.Object("options").Flag("autoUpdateConsumingWorkflows");

    /// <summary>The activity type that Elsa makes of a definition's name: <c>birth registration</c> becomes <c>BirthRegistration</c>.</summary>
    public static string TypeNameOf(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return WordStarts().Replace(definition.Name ?? "", start => start.Groups[1].Value.ToUpperInvariant());
    }

    /// <summary>The activity type of one version.</summary>
    /// <param name="definition">A usable definition, see <see cref="IsUsable"/>.</param>
    /// <param name="definitionId">Its stable id.</param>
    /// <param name="versionId">Id of the version.</param>
    /// <param name="version">Number of the version, which is the version of the activity type.</param>
    /// <param name="isPublished">True for the version that is published now; others stay known for the workflows that use them, but are not offered.</param>
    public static ActivityEntry Entry(WorkflowDefinition definition, string definitionId, string versionId, int version, bool isPublished)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new ActivityEntry(
            new ActivityDescriptor
            {
                TypeName = TypeNameOf(definition),
                Version = version,
                Category = definition.Json.Object("options").Text("activityCategory") is { Length: > 0 } category ? category : "Workflows",
                DisplayName = definition.Name!,
                Description = definition.Description,
                IsBrowsable = isPublished,
                Ports = [new PortDescriptor("Root", "Root", IsEmbedded: true, IsBrowsable: false), .. definition.Outcomes.Distinct(StringComparer.Ordinal).Select(o => new PortDescriptor(o, o))],
                Inputs = Inputs(definition),
                Outputs = Outputs(definition),
                CustomProperties = Json.Object(("RootType", "WorkflowDefinitionActivity"), ("WorkflowDefinitionId", definitionId), ("WorkflowDefinitionVersionId", versionId)),
                ConstructionProperties = Json.Object(("WorkflowDefinitionId", definitionId), ("WorkflowDefinitionVersionId", versionId), ("Version", version)),
            },
            new WorkflowActivity(definition, definitionId, versionId, version));
    }

    /// <summary>The name under which the activity has an input or output of the workflow.</summary>
    internal static string SafeName(string name) => Reserved.Contains(name) ? "_" + name : name;

    private static ImmutableArray<InputDescriptor> Inputs(WorkflowDefinition definition) =>
    [
        .. definition.Inputs.DistinctBy(i => i.Name, StringComparer.Ordinal).Zip(Written(definition, "inputs"), (input, written) =>
            new InputDescriptor(SafeName(input.Name), input.TypeName)
            {
                DisplayName = written.Text("displayName") ?? input.Name,
                Description = written.Text("description"),
                UiHint = written.Text("uiHint") is { Length: > 0 } hint ? hint : "singleline",
                DefaultValue = Default(input),
            }),
    ];

    private static ImmutableArray<OutputDescriptor> Outputs(WorkflowDefinition definition) =>
    [
        .. definition.Outputs.DistinctBy(o => o.Name, StringComparer.Ordinal).Zip(Written(definition, "outputs"), (output, written) =>
            new OutputDescriptor(SafeName(output.Name), output.TypeName) { DisplayName = written.Text("displayName") ?? output.Name, Description = written.Text("description") }),
    ];

    private static IEnumerable<JsonElement> Written(WorkflowDefinition definition, string list) =>
        definition.Json.Items(list, "$").Select(i => i.Item).Where(i => !string.IsNullOrEmpty(i.Text("name"))).DistinctBy(i => i.Text("name"), StringComparer.Ordinal);

    private static JsonElement? Default(ArgumentDefinition input)
    {
        try
        {
            return TypeConverter.ConvertDefault(input.Default, DataType.Parse(input.TypeName)) is { ValueKind: not System.Text.Json.JsonValueKind.Null } value ? value : null;
        }
        catch (ExpressionException)
        {
            // The same default is ignored when the workflow is started by itself.
            return null;
        }
    }

    [GeneratedRegex("(?:[ _-]+|^)([a-zA-Z])")]
    private static partial Regex WordStarts();
}
