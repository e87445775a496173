namespace Orchestrator.Designer.Descriptors;

/// <summary>Types that variables, inputs and outputs may have, and the syntaxes of expressions.</summary>
internal static class DataLists
{
    /// <summary>Types by the names that files use (<c>docs/data-types.md</c>).</summary>
    public static IReadOnlyCollection<VariableTypeView> VariableTypes { get; } =
    [
        new("Object", "Primitives", "Any value."), new("String", "Primitives", "Text."), new("Boolean", "Primitives", "True or false."),
        new("Int32", "Primitives", "Whole number of 32 bits."), new("Long", "Primitives", "Whole number of 64 bits."),
        new("Single", "Primitives", "Floating point number of 32 bits."), new("Double", "Primitives", "Floating point number of 64 bits."),
        new("Decimal", "Primitives", "Exact decimal number; the one for money."), new("Guid", "Primitives", "Globally unique identifier."),
        new("DateTime", "Primitives", "Date and time without offset."), new("DateTimeOffset", "Primitives", "Date and time with offset."),
        new("TimeSpan", "Primitives", "Duration."), new("StringDictionary", "Lookups", "Text by text."), new("ObjectDictionary", "Lookups", "Any value by text."),
        new("JSON", "Dynamic", "JSON object."), new("JsonElement", "Dynamic", "JSON value."), new("JsonNode", "Dynamic", "JSON value."),
        new("JsonObject", "Dynamic", "JSON object."), new("ByteArray", "Data", "Bytes, base64."),
    ];

    /// <summary>Syntaxes; <c>Literal</c> and <c>Object</c> are used by Studio itself.</summary>
    public static IReadOnlyCollection<ExpressionView> Expressions { get; } =
    [
        new("Literal", IsBrowsable: false), new("Object", IsBrowsable: false, "json"), new("Json", IsBrowsable: false, "json"), new("Variable"), new("Input"),
        new("JavaScript", MonacoLanguage: "javascript"), new("Liquid", MonacoLanguage: "liquid"),
    ];
}

/// <summary>A type that a variable may have.</summary>
internal sealed record VariableTypeView(string TypeName, string Category, string Description)
{
    /// <summary>Name in the list.</summary>
    public string DisplayName => TypeName;
}

/// <summary>A syntax of expressions.</summary>
internal sealed record ExpressionView
{
    public ExpressionView(string type, bool IsBrowsable = true, string? MonacoLanguage = null)
    {
        Type = DisplayName = type;
        this.IsBrowsable = IsBrowsable;
        Properties = MonacoLanguage is null ? [] : new() { ["MonacoLanguage"] = MonacoLanguage };
    }

    public string Type { get; }

    public string DisplayName { get; }

    public bool IsSerializable { get; } = true;

    /// <summary>True when it is in the menu of syntaxes.</summary>
    public bool IsBrowsable { get; }

    /// <summary>The editor's language.</summary>
    public Dictionary<string, string> Properties { get; }
}
