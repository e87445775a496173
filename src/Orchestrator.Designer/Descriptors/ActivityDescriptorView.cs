using System.Text.Json;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Designer.Descriptors;

/// <summary>An activity type as Studio reads it. Type name and version together are unique in a list.</summary>
internal sealed record ActivityDescriptorView(
    string TypeName, string Namespace, string Name, int Version, string Category, string DisplayName, string? Description, string Kind,
    bool IsBrowsable, bool IsContainer, bool IsStart, bool IsTerminal, bool RunAsynchronously,
    IReadOnlyList<PortView> Ports, IReadOnlyList<InputView> Inputs, IReadOnlyList<OutputView> Outputs,
    JsonElement CustomProperties, JsonElement ConstructionProperties)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>Describes an entry of the catalog.</summary>
    public static ActivityDescriptorView Of(ActivityDescriptor descriptor)
    {
        var dot = descriptor.TypeName.LastIndexOf('.');
        return new ActivityDescriptorView(
            descriptor.TypeName, dot < 0 ? "" : descriptor.TypeName[..dot], descriptor.TypeName[(dot + 1)..], descriptor.Version, descriptor.Category,
            descriptor.DisplayName, descriptor.Description, descriptor.Kind, descriptor.IsBrowsable, descriptor.IsContainer, descriptor.IsStart,
            descriptor.IsTerminal, RunAsynchronously: false,
            [.. descriptor.Ports.Select(port => new PortView(port.Name, port.DisplayName ?? port.Name, port.IsEmbedded ? "Embedded" : "Flow", port.IsBrowsable))],
            [.. descriptor.Inputs.Select((input, index) => InputView.Of(input, index))],
            [.. descriptor.Outputs.Select((output, index) => new OutputView(output.Name, output.TypeName, output.DisplayName ?? output.Name, output.Description, index))],
            descriptor.CustomProperties ?? Nothing, descriptor.ConstructionProperties ?? Nothing);
    }
}

/// <summary>An outcome (Flow) or a slot for a child activity (Embedded).</summary>
internal sealed record PortView(string Name, string DisplayName, string Type, bool IsBrowsable);

/// <summary>An input; <c>Order</c> is the place in the property panel.</summary>
internal sealed record InputView(
    string Name, string TypeName, string DisplayName, string? Description, bool IsWrapped, string UiHint, JsonElement UiSpecifications,
    JsonElement? DefaultValue, string? DefaultSyntax, float Order, bool IsSensitive, bool AutoEvaluate,
    bool IsBrowsable = true, bool IsReadOnly = false, bool IsSerializable = true, bool IsSynthetic = false)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static InputView Of(InputDescriptor input, int index) => new(
        input.Name, input.TypeName, input.DisplayName ?? input.Name, input.Description, input.IsWrapped, input.UiHint, input.UiSpecifications ?? Nothing,
        input.DefaultValue, input.DefaultSyntax, index, input.IsSensitive, input.AutoEvaluate);
}

/// <summary>An output.</summary>
internal sealed record OutputView(
    string Name, string TypeName, string DisplayName, string? Description, float Order, bool IsBrowsable = true, bool IsSerializable = true, bool IsSynthetic = false);
