using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.Identifiers;

namespace Orchestrator.Cases.Tests.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("001099000001", 1999, false)]
    [InlineData("001199000001", 1999, true)]
    [InlineData("079226123456", 2026, false)]
    [InlineData("079326123456", 2026, true)]
    public void A_personal_id_tells_century_sex_and_year(string text, int year, bool isFemale)
    {
        Assert.True(PersonalId.TryParse(text, out var id));
        Assert.Equal(new PersonalId(text[..3], year, isFemale), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00109900000")]
    [InlineData("0010990000011")]
    [InlineData("00109900000a")]
    [InlineData("000099000001")]
    [InlineData("٠٠١٠٩٩٠٠٠٠٠١")]
    public void Other_texts_are_no_personal_id(string? text) => Assert.False(PersonalId.TryParse(text, out _));

    [Theory]
    [InlineData("TE1010123456789", true)]
    [InlineData("TE6010123456789", false)]
    [InlineData("TE1000123456789", false)]
    [InlineData("te1010123456789", false)]
    [InlineData("TE101012345678", false)]
    [InlineData("T11010123456789", false)]
    public void Health_cards_have_group_level_province_and_number(string text, bool valid) => Assert.Equal(valid, HealthCard.TryParse(text, out _));

    [Theory]
    [InlineData("0101234567", true)]
    [InlineData("0101234567-001", true)]
    [InlineData("0101234567001", false)]
    [InlineData("0101234567-01", false)]
    [InlineData("010123456x", false)]
    public void Tax_codes_have_ten_digits_or_ten_and_three(string text, bool valid) => Assert.Equal(valid, TaxCode.TryParse(text, out _));

    [Theory]
    [InlineData("2.002621", true)]
    [InlineData("2.00262", false)]
    [InlineData("2002621", false)]
    [InlineData("a.002621", false)]
    public void Procedure_codes_are_a_digit_a_dot_and_six_digits(string text, bool valid) => Assert.Equal(valid, ProcedureCode.IsValid(text));

    [Theory]
    [InlineData("00001/12/345", true)]
    [InlineData("w7er8u2n5m0q", true)]
    [InlineData("w7er8u2n5m0a", false)] // GeoHash has no a
    [InlineData("0001/12/345", false)]
    [InlineData("00001/0/345", false)]
    public void Parcels_are_commune_sheet_and_number_or_a_geohash(string text, bool valid) => Assert.Equal(valid, LandParcel.IsValid(text));

    [Theory]
    [InlineData("G22.99.01-261123-0007", "G22.99.01", 7)]
    [InlineData("G22.99.02-261123-123456", "G22.99.02", 123456)]
    [InlineData("000.00.00.H26-240229-0001", "000.00.00.H26", 1)]
    public void A_dossier_number_reads_as_prefix_day_and_count(string text, string prefix, long count)
    {
        Assert.True(DossierNumber.TryParse(text, out var number));
        Assert.Equal((prefix, count), (number.Prefix, number.Count));
        Assert.Equal(text, number.ToString());
    }

    [Theory]
    [InlineData("G22.99.01-261323-0007")] // month 13
    [InlineData("G22.99.01-250229-0007")] // no leap year
    [InlineData("G22.99.01-261123-007")]
    [InlineData("G22.99.01-261123-1234567")]
    [InlineData("G22.98.01-261123-0007")]
    [InlineData("00.00.H26-261123-0007")]
    [InlineData("G22.99.01-261123--007")]
    [InlineData(null)]
    public void Other_texts_are_no_dossier_number(string? text) => Assert.False(DossierNumber.TryParse(text, out _));

    [Fact]
    public void The_count_grows_past_four_digits() =>
        Assert.Equal("G22.99.01-261123-10000", new DossierNumber("G22.99.01", new DateOnly(2026, 11, 23), 10_000).ToString());
}
