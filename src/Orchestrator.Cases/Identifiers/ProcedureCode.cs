namespace Orchestrator.Cases.Identifiers;

/// <summary>Code of a procedure in the national database of administrative procedures: a digit, a dot, six digits.</summary>
internal static class ProcedureCode
{
    public static bool IsValid(string? text) =>
        text is { Length: 8 } && char.IsAsciiDigit(text[0]) && text[1] == '.' && text.AsSpan(2).ContainsOnlyDigits();
}
