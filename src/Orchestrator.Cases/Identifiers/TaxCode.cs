namespace Orchestrator.Cases.Identifiers;

/// <summary>A tax code: 10 digits for an enterprise, or 10 digits, a hyphen and 3 digits for a dependent unit (Circular 105/2020/TT-BTC).</summary>
internal readonly record struct TaxCode(string Enterprise, string? Unit)
{
    public static bool TryParse(string? text, out TaxCode code)
    {
        code = default;
        if (text is null || !(text.Length == 10 || (text.Length == 14 && text[10] == '-'))) return false;
        if (!text.AsSpan(0, 10).ContainsOnlyDigits() || (text.Length == 14 && !text.AsSpan(11).ContainsOnlyDigits())) return false;
        code = new TaxCode(text[..10], text.Length == 14 ? text[11..] : null);
        return true;
    }
}
