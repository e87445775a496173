using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Cases.Activities;

/// <summary>Descriptors of the case activities: labels in both languages, editors that Studio knows.</summary>
internal static class CaseActivityDescriptor
{
    public static ActivityDescriptor Of(string name, BilingualText label, BilingualText help, string[] ports, InputDescriptor[] inputs, params OutputDescriptor[] outputs) => new()
    {
        TypeName = $"Case.{name}",
        Category = "Case",
        DisplayName = $"{label.Vi} ({label.En})",
        Description = $"{help.Vi} {help.En}",
        Ports = [.. ports.Select(port => new PortDescriptor(port, port))],
        Inputs = [.. inputs],
        Outputs = [.. outputs],
        CustomProperties = JsonSerializer.SerializeToElement(new { category = new BilingualText("Hồ sơ", "Case"), name = label, description = help }, CaseMarks.Json),
    };

    public static InputDescriptor Text(string name, string label, string help, string hint = "singleline", bool required = false) =>
        new(name, "String") { DisplayName = label, Description = help, UiHint = hint, IsRequired = required };

    public static InputDescriptor Choice(string name, string label, string help, IEnumerable<(string Value, string Text)> choices) =>
        Text(name, label, help, "dropdown", required: true) with
        {
            UiSpecifications = JsonSerializer.SerializeToElement(new
            {
                dropdown = new { selectList = new { items = choices.Select(choice => new { text = choice.Text, value = choice.Value }).ToImmutableArray(), isFlagsEnum = false } },
            }),
        };

    public static InputDescriptor Days(string help, int? days) => new("WorkingDays", "Int32")
    {
        DisplayName = "Số ngày làm việc (Working days)",
        Description = help,
        UiHint = "singleline",
        DefaultValue = days is { } value ? JsonSerializer.SerializeToElement(value) : null,
    };

    public static InputDescriptor Flag(string name, string label, string help) => new(name, "Boolean")
    {
        DisplayName = label,
        Description = help,
        UiHint = "checkbox",
        DefaultValue = JsonSerializer.SerializeToElement(false),
    };

    public static InputDescriptor Object(string name, string label, string help) => new(name, "Object") { DisplayName = label, Description = help, UiHint = "json-editor", DefaultSyntax = "JavaScript" };
}
