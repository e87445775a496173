using System.Globalization;
using Bogus;

namespace Orchestrator.Simulators.People;

/// <summary>Makes up people: the same seed gives the same people.</summary>
internal sealed class PeopleGenerator
{
    private static readonly string[] _womensMiddleNames = ["Thị", "Ngọc", "Thu", "Minh", "Phương"];
    private static readonly string[] _mensMiddleNames = ["Văn", "Đức", "Quang", "Minh", "Hữu"];
    private static readonly string[] _streets = ["phố Huế", "phố Bà Triệu", "đường Láng", "phố Hàng Bông", "đường Giải Phóng", "phố Kim Mã"];
    private static readonly string[] _mobilePrefixes = ["090", "091", "093", "096", "098", "032", "070", "081"];
    private readonly Faker _faker;

    public PeopleGenerator(int seed) => _faker = new Faker("vi") { Random = new Randomizer(seed) };

    /// <summary>The randomness behind, for other choices of the same seed.</summary>
    public Randomizer Random => _faker.Random;

    /// <summary>Makes a person born in the given years.</summary>
    public Person Next(Sex sex, int fromYear, int toYear, Commune? commune = null)
    {
        var born = new DateOnly(Random.Int(fromYear, toYear), 1, 1).AddDays(Random.Int(0, 364));
        commune ??= Random.ListItem([.. Commune.Some]);
        var id = PersonalIdNumber.Make("001", sex, born.Year, Random.Int(0, 999_999));
        var email = string.Create(CultureInfo.InvariantCulture, $"nguoidan{Random.Int(1, 999_999):000000}@example.vn");
        return new Person(Name(sex), sex, born, id.ToString(), Random.ArrayElement(_mobilePrefixes) + Random.ReplaceNumbers("#######"), email, $"{Random.Int(1, 250)} {Random.ArrayElement(_streets)}, {commune.Name}", commune);
    }

    /// <summary>A full name in the order family, middle, given; <paramref name="familyName"/> when the child takes a parent's.</summary>
    public string Name(Sex sex, string? familyName = null)
    {
        var gender = sex == Sex.Female ? Bogus.DataSets.Name.Gender.Female : Bogus.DataSets.Name.Gender.Male;
        var middle = Random.ArrayElement(sex == Sex.Female ? _womensMiddleNames : _mensMiddleNames);
        // The locale writes some letters Đ as the Icelandic Eth, which looks the same and is another letter.
        return $"{familyName ?? _faker.Name.LastName(gender)} {middle} {_faker.Name.FirstName(gender)}".Replace((char)0xD0, (char)0x110);
    }
}
