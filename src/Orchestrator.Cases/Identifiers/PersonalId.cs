using System.Globalization;

namespace Orchestrator.Cases.Identifiers;

/// <summary>
/// A personal identification number (số định danh cá nhân): 3 digits place of registration, 1 digit century and sex, 2 digits year of birth,
/// 6 random digits. There is no check digit (Decree 137/2015/ND-CP, Circular 59/2021/TT-BCA).
/// </summary>
/// <param name="Place">Code of the place of registration, for example <c>001</c> for Hanoi.</param>
/// <param name="BirthYear">Full year of birth, 1900 to 2399.</param>
/// <param name="IsFemale">True for a woman or girl.</param>
internal readonly record struct PersonalId(string Place, int BirthYear, bool IsFemale)
{
    public static bool TryParse(string? text, out PersonalId id)
    {
        id = default;
        if (text is not { Length: 12 } || !text.All(char.IsAsciiDigit) || text.StartsWith("000", StringComparison.Ordinal)) return false;
        var century = text[3] - '0';
        var year = 1900 + (century / 2 * 100) + int.Parse(text.AsSpan(4, 2), CultureInfo.InvariantCulture);
        id = new PersonalId(text[..3], year, century % 2 == 1);
        return true;
    }
}
