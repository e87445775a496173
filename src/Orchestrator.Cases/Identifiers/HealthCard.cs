namespace Orchestrator.Cases.Identifiers;

/// <summary>
/// Number of a health-insurance card: 2 letters for the group of holders (TE = child under 6), 1 benefit level, 2 digits province, and the
/// 10-digit social-insurance number (Decision 1351/QD-BHXH).
/// </summary>
internal readonly record struct HealthCard(string Group, int BenefitLevel, string Province, string SocialInsuranceNumber)
{
    public static bool TryParse(string? text, out HealthCard card)
    {
        card = default;
        if (text is not { Length: 15 } || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])) return false;
        if (text[2] is < '1' or > '5' || !text.AsSpan(2).ContainsOnlyDigits() || text.AsSpan(3, 2) is "00") return false;
        card = new HealthCard(text[..2], text[2] - '0', text[3..5], text[5..]);
        return true;
    }
}
