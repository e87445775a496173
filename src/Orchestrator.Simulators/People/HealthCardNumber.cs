using System.Globalization;

namespace Orchestrator.Simulators.People;

/// <summary>A health-insurance card number: two letters (TE for a child under six), benefit level, two digits province, ten digits social-insurance number.</summary>
internal readonly record struct HealthCardNumber(string Group, int Level, string Province, string SocialInsuranceNumber)
{
    /// <summary>Children under six have the full benefit.</summary>
    private const int FullBenefit = 1;

    /// <summary>The card of a child under six.</summary>
    public static HealthCardNumber ForChild(string province, long serial) =>
        new("TE", FullBenefit, province, serial.ToString("0000000000", CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Group}{Level}{Province}{SocialInsuranceNumber}");
}
