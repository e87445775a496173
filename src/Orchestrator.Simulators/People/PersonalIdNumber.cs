using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orchestrator.Simulators.People;

/// <summary>Sex as the personal ID number knows it.</summary>
public enum Sex
{
    /// <summary>Male.</summary>
    Male,

    /// <summary>Female.</summary>
    Female,
}

/// <summary>
/// A personal ID number: three digits for the place of registration, one for century and sex, two for the year of birth, six more. There is no check
/// digit; what can be checked is that it fits sex and year of birth (Decree 137/2015/ND-CP, article 13).
/// </summary>
public readonly record struct PersonalIdNumber
{
    private const int FirstCentury = 1900;
    private readonly string _digits;

    private PersonalIdNumber(string digits) => _digits = digits;

    /// <summary>Place of registration, for example <c>001</c> for Hanoi.</summary>
    public string Place => _digits[..3];

    /// <summary>Sex.</summary>
    public Sex Sex => (_digits[3] - '0') % 2 == 0 ? Sex.Male : Sex.Female;

    /// <summary>Year of birth, four digits.</summary>
    public int BirthYear => FirstCentury + (_digits[3] - '0') / 2 * 100 + int.Parse(_digits.AsSpan(4, 2), CultureInfo.InvariantCulture);

    /// <summary>Makes a number.</summary>
    /// <param name="place">Three digits.</param>
    /// <param name="sex">Sex.</param>
    /// <param name="birthYear">From 1900 to 2399, what one digit for century and sex can say.</param>
    /// <param name="serial">From 0 to 999999.</param>
    public static PersonalIdNumber Make(string place, Sex sex, int birthYear, int serial)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentOutOfRangeException.ThrowIfNotEqual(place.Length, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(birthYear, FirstCentury);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(birthYear, 2399);
        ArgumentOutOfRangeException.ThrowIfNegative(serial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 999_999);
        var century = (birthYear - FirstCentury) / 100 * 2 + (sex == Sex.Female ? 1 : 0);
        return new PersonalIdNumber(string.Create(CultureInfo.InvariantCulture, $"{place}{century}{birthYear % 100:00}{serial:000000}"));
    }

    /// <summary>Reads a number; false when it is not twelve digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PersonalIdNumber number)
    {
        var isNumber = text is { Length: 12 } && text.All(char.IsAsciiDigit);
        number = isNumber ? new PersonalIdNumber(text!) : default;
        return isNumber;
    }

    /// <summary>True when sex and year of birth stand in it.</summary>
    public bool Fits(Sex sex, int birthYear) => Sex == sex && BirthYear == birthYear;

    /// <inheritdoc />
    public override string ToString() => _digits;
}
