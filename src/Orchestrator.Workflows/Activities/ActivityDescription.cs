using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Workflows.Activities;

/// <summary>Short forms for the descriptors of Elsa's own activities.</summary>
internal static class ActivityDescription
{
    public static InputDescriptor Input(string name, string typeName, string description, string uiHint = "singleline") =>
        new(name, typeName) { DisplayName = Words(name), Description = description, UiHint = uiHint };

    public static InputDescriptor Flag(string name, string description) => Input(name, "Boolean", description, "checkbox");

    public static InputDescriptor Choice(string name, string typeName, string description, params string[] values) =>
        Input(name, typeName, description, "dropdown") with
        {
            UiSpecifications = JsonSerializer.SerializeToElement(new
            {
                dropdown = new { selectList = new { items = values.Select(v => new { text = v, value = v }), isFlagsEnum = false } },
            }),
        };

    public static InputDescriptor WithDefault<T>(this InputDescriptor input, T value) => input with { DefaultValue = JsonSerializer.SerializeToElement(value) };

    public static InputDescriptor Required(this InputDescriptor input) => input with { IsRequired = true };

    /// <summary>Evaluated by the behaviour itself, not when the activity starts.</summary>
    public static InputDescriptor Deferred(this InputDescriptor input) => input with { AutoEvaluate = false };

    /// <summary>Written as plain JSON, not as an expression.</summary>
    public static InputDescriptor Plain(this InputDescriptor input) => input with { IsWrapped = false, AutoEvaluate = false };

    public static OutputDescriptor Output(string name, string typeName, string description) => new(name, typeName) { DisplayName = Words(name), Description = description };

    public static ImmutableArray<PortDescriptor> Flow(params string[] ports) => [.. ports.Select(p => new PortDescriptor(p, Words(p)))];

    public static ImmutableArray<PortDescriptor> Slots(params string[] ports) => [.. ports.Select(p => new PortDescriptor(p, Words(p), IsEmbedded: true))];

    /// <summary><c>EventName</c> becomes <c>Event name</c>.</summary>
    private static string Words(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append(' ').Append(char.ToLowerInvariant(letter));
            else text.Append(letter);
        }

        return text.ToString();
    }
}
