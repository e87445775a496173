namespace Orchestrator.Cases.Identifiers;

/// <summary>Codes of administrative units; never reused.</summary>
internal static class Place
{
    /// <summary>True for a commune's code: 5 digits.</summary>
    public static bool IsCommune(string? text) => text is { Length: 5 } && text.AsSpan().ContainsOnlyDigits();

    /// <summary>True for a province's code: 2 digits.</summary>
    public static bool IsProvince(string? text) => text is { Length: 2 } && text.AsSpan().ContainsOnlyDigits();
}
