using Orchestrator.Workflows.Data;

namespace Orchestrator.Designer.Scripting;

/// <summary>What a declared type is in a script, as TypeScript; the table is in <c>docs/data-types.md</c>.</summary>
internal static class ScriptTypes
{
    /// <summary>The type of a variable: scripts get dates, durations and bytes as objects.</summary>
    public static string OfVariable(string typeName) => Of(DataType.Parse(typeName), isVariable: true);

    /// <summary>The type of an input or output: scripts get those as the JSON that they are.</summary>
    public static string OfValue(string typeName) => Of(DataType.Parse(typeName), isVariable: false);

    private static string Of(DataType type, bool isVariable) => type.Kind switch
    {
        DataKind.Text or DataKind.Date or DataKind.Time => "string",
        DataKind.Boolean => "boolean",
        DataKind.Whole or DataKind.Single or DataKind.Double or DataKind.Decimal => "number",
        DataKind.DateTime or DataKind.DateTimeOffset => isVariable ? "Date" : "string",
        DataKind.Duration => isVariable ? "TimeSpan" : "string",
        DataKind.Guid => isVariable ? "Guid" : "string",
        DataKind.Bytes => isVariable ? "Uint8Array" : "string",
        DataKind.List => $"{(type.Element is { } element ? Of(element, isVariable: false) : "any")}[]",
        DataKind.Map => $"Record<string, {(type.Element is { } value ? Of(value, isVariable: false) : "any")}>",
        _ => "any",
    };
}
