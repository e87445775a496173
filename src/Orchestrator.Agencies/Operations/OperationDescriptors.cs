using System.Globalization;
using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Attachments;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies.Operations;

/// <summary>What a designer sees of an agency's operation.</summary>
public static class OperationDescriptors
{
    /// <summary>Texts that may be longer than this get an editor of several lines.</summary>
    private const int LongestLine = 200;

    /// <summary>Type name of the activity, for example <c>Agency.Justice.RegisterBirth</c>.</summary>
    public static string TypeName(AgencyDocument agency, AgencyOperation operation) => $"Agency.{PascalName.Of(agency.Code)}.{PascalName.Of(operation.Id)}";

    /// <summary>Makes the descriptor.</summary>
    public static ActivityDescriptor Describe(AgencyDocument agency, AgencyOperation operation) => new()
    {
        TypeName = TypeName(agency, operation),
        Version = agency.Version,
        Category = agency.Name.En,
        DisplayName = operation.Name.En,
        Description = operation.Name.Vi == operation.Description || operation.Description is null
            ? operation.Name.Vi : $"{operation.Name.Vi}. {operation.Description}",
        Kind = "Task",
        Ports = [.. operation.Outcomes.Append(ReplyTable.FailedPort).Append(ReplyTable.TimedOutPort).Select(name => new PortDescriptor(name, name))],
        Inputs = [.. operation.Inputs.Select(Input)],
        Outputs = [.. operation.Outputs.Select(Output)],
        CustomProperties = JsonSerializer.SerializeToElement(new { category = Both(agency.Name), name = Both(operation.Name) }),
    };

    private static object Both(LocalizedText text) => new { vi = text.Vi, en = text.En };

    private static InputDescriptor Input(OperationInput input) => new(input.Name, InputType(input.Value))
    {
        DisplayName = input.Value.Title ?? Spaced(input.Name),
        Description = Help(input),
        UiHint = Hint(input.Value),
        UiSpecifications = Specification(input.Value),
        DefaultValue = input.Value.Default,
        DefaultSyntax = input.Value.Kind is ValueKind.Object or ValueKind.List ? "Object" : null,
        IsRequired = input.IsRequired,
        IsSensitive = input.Value.IsSensitive,
    };

    // Studio shows nothing of a schema but this text.
    private static string? Help(OperationInput input)
    {
        string?[] parts =
        [
            input.Value.Description?.TrimEnd('.', ' '),
            input.IsRequired ? "Required" : null,
            input.Value.Limits.IsEmpty ? null : $"Limits: {string.Join(", ", input.Value.Limits)}",
            input.Value.Attachment is { } file ? File(file) : null,
            input.Value.Example is { } example ? $"Example: {example}" : null,
        ];
        return string.Join(". ", parts.Where(part => part is { Length: > 0 })) is { Length: > 0 } text ? text : null;
    }

    private static string File(AttachmentRule rule) =>
        $"File{(rule.MediaTypes.IsEmpty ? "" : $" ({string.Join(", ", rule.MediaTypes)})")}{(rule.MaxBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", at most {bytes} bytes") : "")}";

    private static OutputDescriptor Output(OperationOutput output) => new(output.Name, OutputType(output.Value))
    {
        DisplayName = output.Value.Title ?? Spaced(output.Name),
        Description = output.Value.Description,
        IsSensitive = output.Value.IsSensitive,
    };

    // Dates without a time stay texts: as an instant they would move over midnight with the time zone.
    private static string InputType(ValueShape value) => value.Kind switch
    {
        ValueKind.Text when value.Format == "date-time" => "DateTimeOffset",
        ValueKind.Text => "String",
        ValueKind.Integer => value.Format == "int32" ? "Int32" : "Int64",
        ValueKind.Number => "Decimal",
        ValueKind.Flag => "Boolean",
        _ => "Object",
    };

    private static string OutputType(ValueShape value) => InputType(value);

    private static string Hint(ValueShape value) => value switch
    {
        { Choices.IsEmpty: false } => "dropdown",
        { Kind: ValueKind.Flag } => "checkbox",
        { Kind: ValueKind.Text, Format: "date-time" or "date" } => "datetime-picker",
        { Kind: ValueKind.Object or ValueKind.List or ValueKind.Any } => "json-editor",
        { Kind: ValueKind.Text, MaxLength: > LongestLine } => "multiline",
        _ => "singleline",
    };

    private static JsonElement? Specification(ValueShape value) => Hint(value) switch
    {
        "dropdown" => JsonSerializer.SerializeToElement(new
        {
            dropdown = new { selectList = new { items = value.Choices.Select(choice => new { text = choice, value = choice }), isFlagsEnum = false } },
        }),
        "json-editor" => JsonElement.Parse("""{"code-editor":{"language":"json"}}"""),
        _ => null,
    };

    private static string Spaced(string name) => string.Concat(
        name.Select((letter, index) => index > 0 && char.IsUpper(letter) && !char.IsUpper(name[index - 1]) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
}
