using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Tests;

public sealed class PersonalIdNumberTests
{
    [Property]
    public Property A_number_says_sex_and_year_of_birth() => Prop.ForAll(
        Gen.Choose(1900, 2399).ToArbitrary(), Gen.Choose(0, 999_999).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (year, serial, isFemale) =>
        {
            var sex = isFemale ? Sex.Female : Sex.Male;
            var number = PersonalIdNumber.Make("001", sex, year, serial);
            return PersonalIdNumber.TryParse(number.ToString(), out var read)
                && read == number && read.Fits(sex, year) && !read.Fits(isFemale ? Sex.Male : Sex.Female, year) && !read.Fits(sex, year - 1) && read.Place == "001";
        });

    [Theory]
    [InlineData(Sex.Male, 1996, "0")]
    [InlineData(Sex.Female, 1996, "1")]
    [InlineData(Sex.Male, 2026, "2")]
    [InlineData(Sex.Female, 2026, "3")]
    public void The_fourth_digit_is_century_and_sex(Sex sex, int year, string digit) =>
        Assert.Equal("001" + digit + (year % 100).ToString("00", null) + "000007", PersonalIdNumber.Make("001", sex, year, 7).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00119601234")]
    [InlineData("0011960123456")]
    [InlineData("00119601234a")]
    [InlineData("００1196012345")]
    public void Anything_but_twelve_digits_is_no_number(string? text) => Assert.False(PersonalIdNumber.TryParse(text, out _));

    [Property(MaxTest = 200)]
    public void Generated_people_have_numbers_that_fit(int seed)
    {
        var people = new PeopleGenerator(seed);
        foreach (var sex in Enum.GetValues<Sex>())
        {
            var person = people.Next(sex, 1930, 2010);
            Assert.True(PersonalIdNumber.TryParse(person.PersonalId, out var id) && id.Fits(sex, person.DateOfBirth.Year), person.PersonalId);
            Assert.Matches("^0[0-9]{9}$", person.Phone);
            Assert.DoesNotContain((char)0xD0, person.FullName);
        }
    }

    [Property(MaxTest = 200)]
    public bool Health_cards_of_children_have_their_format(PositiveInt serial) =>
        Regex.IsMatch(HealthCardNumber.ForChild("01", serial.Get).ToString(), "^TE[1-5][0-9]{2}[0-9]{10}$");

    [Property(MaxTest = 50)]
    public void The_same_seed_makes_the_same_application(int seed)
    {
        var samples = new SampleApplications(1, TimeProvider.System);
        Assert.Equal(samples.Birth(seed).ToJsonString(), samples.Birth(seed).ToJsonString());
        Assert.Equal(samples.Death(seed).ToJsonString(), samples.Death(seed).ToJsonString());
    }

    [Fact]
    public void Register_books_hold_two_hundred_entries()
    {
        var register = AgencyDirectory.Find("RegisterBirth").Do(new Work([], 201, new DateOnly(2026, 11, 23), new Uri("http://localhost")));
        Assert.Equal(("201/2026", "02/2026", 1L), ((string?)register["registerNumber"], (string?)register["registerBook"], (long)register["registerPage"]!));
    }
}
