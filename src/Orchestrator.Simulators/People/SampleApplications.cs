using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.People;

/// <summary>
/// Applications that the intake schemas accept, with made-up people. The same seed gives the same application on the same day; dates lie a few days
/// back, within the legal time for declaring.
/// </summary>
public sealed class SampleApplications(int seed, TimeProvider time)
{
    private static readonly TimeSpan _vietNam = TimeSpan.FromHours(7);
    private int _next = seed;

    /// <summary>One birth application.</summary>
    public JsonObject Birth(int applicationSeed) => BirthApplication.Make(new PeopleGenerator(applicationSeed), Today());

    /// <summary>One death application; the bundle and the payer follow from the seed.</summary>
    public JsonObject Death(int applicationSeed) => DeathApplication.Make(new PeopleGenerator(applicationSeed), Today());

    /// <summary>One application to register a transfer of land.</summary>
    public JsonObject LandTransfer(int applicationSeed) => LandTransferApplication.Make(new PeopleGenerator(applicationSeed), Today());

    /// <summary>One application for Covid-19 support.</summary>
    public JsonObject CovidSupport(int applicationSeed) => CovidSupportApplication.Make(new PeopleGenerator(applicationSeed));

    /// <summary>Some people.</summary>
    internal IReadOnlyList<Person> People(int? first, int count) => [.. Seeds(first, count).Select(Somebody)];

    /// <summary>One birth application, or a list when more are asked for.</summary>
    internal JsonNode Births(int? first, int count) => OneOrMany(first, count, Birth);

    /// <summary>One death application, or a list when more are asked for.</summary>
    internal JsonNode Deaths(int? first, int count) => OneOrMany(first, count, Death);

    /// <summary>One land-transfer application, or a list when more are asked for.</summary>
    internal JsonNode LandTransfers(int? first, int count) => OneOrMany(first, count, LandTransfer);

    /// <summary>One application for Covid-19 support, or a list when more are asked for.</summary>
    internal JsonNode CovidSupports(int? first, int count) => OneOrMany(first, count, CovidSupport);

    private static Person Somebody(int personSeed)
    {
        var people = new PeopleGenerator(personSeed);
        return people.Next(people.Random.Bool() ? Sex.Female : Sex.Male, 1940, 2005);
    }

    private JsonNode OneOrMany(int? first, int count, Func<int, JsonObject> make)
    {
        var seeds = Seeds(first, count);
        return count == 1 ? make(seeds[0]) : new JsonArray([.. seeds.Select(make)]);
    }

    // Without a seed every question gets new people, so that two demonstrations in a row are two different families.
    private int[] Seeds(int? first, int count)
    {
        var from = first ?? Interlocked.Add(ref _next, count) - count;
        return [.. Enumerable.Range(from, count)];
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(_vietNam).DateTime);
}

/// <summary>Writes parts that several applications have.</summary>
internal static class Parts
{
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static JsonObject Parent(Person person) => new()
    {
        ["fullName"] = person.FullName,
        ["personalId"] = person.PersonalId,
        ["dateOfBirth"] = Iso(person.DateOfBirth),
        ["nationality"] = "VN",
        ["ethnicity"] = "Kinh",
        ["address"] = person.Address,
    };

    public static JsonObject Requester(Person person, string relation) => new()
    {
        ["fullName"] = person.FullName,
        ["personalId"] = person.PersonalId,
        ["dateOfBirth"] = Iso(person.DateOfBirth),
        ["relation"] = relation,
        ["phone"] = person.Phone,
        ["email"] = person.Email,
        ["address"] = person.Address,
    };
}
