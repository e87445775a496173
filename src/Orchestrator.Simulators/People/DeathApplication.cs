using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.People;

/// <summary>Makes an application for <c>workflows/procedures/death/application.schema.json</c>.</summary>
internal static class DeathApplication
{
    private const int LongestDaysBack = 10;
    private static readonly string[] _branches = ["meritorious", "veteran", "social-protection"];

    /// <summary>An old person, declared by a child.</summary>
    public static JsonObject Make(PeopleGenerator people, DateOnly today)
    {
        var random = people.Random;
        var deceased = people.Next(random.Bool() ? Sex.Female : Sex.Male, 1930, 1960);
        var child = people.Next(random.Bool() ? Sex.Female : Sex.Male, 1965, 1995, deceased.Commune);
        var died = today.AddDays(-random.Int(1, LongestDaysBack));
        var bundle = random.Int(2, 4);
        var application = new JsonObject
        {
            ["bundle"] = bundle,
            ["requester"] = Parts.Requester(child, "child"),
            ["deceased"] = new JsonObject
            {
                ["fullName"] = deceased.FullName,
                ["personalId"] = deceased.PersonalId,
                // Of old people often only the year is known.
                ["born"] = random.Bool(0.3f) ? deceased.DateOfBirth.Year.ToString(CultureInfo.InvariantCulture) : Parts.Iso(deceased.DateOfBirth),
                ["sex"] = deceased.Sex == Sex.Female ? "female" : "male",
                ["nationality"] = "VN",
                ["ethnicity"] = "Kinh",
                ["lastResidence"] = deceased.Address,
                ["diedOn"] = Parts.Iso(died),
                ["diedAtTime"] = string.Create(CultureInfo.InvariantCulture, $"{random.Int(0, 23):00}:{random.Int(0, 59):00}"),
                ["placeOfDeath"] = "Bệnh viện Bạch Mai",
                ["cause"] = "Bệnh già",
            },
            ["deathNotice"] = new JsonObject
            {
                ["kind"] = "death-notice",
                ["number"] = string.Create(CultureInfo.InvariantCulture, $"GBT-01001-{died:yyMMdd}-{random.Int(0, 9999):0000}"),
                ["issuedOn"] = Parts.Iso(died),
                ["issuer"] = "Bệnh viện Bạch Mai",
            },
            ["householdHead"] = new JsonObject { ["fullName"] = child.FullName, ["personalId"] = child.PersonalId, ["relation"] = "child" },
        };
        if (bundle > 2)
            application["payment"] = Payment(people, child, bySocialInsurance: bundle == 4 || random.Bool());
        return application;
    }

    private static JsonObject Payment(PeopleGenerator people, Person recipient, bool bySocialInsurance)
    {
        var payment = new JsonObject { ["payer"] = bySocialInsurance ? "social-insurance" : "social" };
        if (bySocialInsurance)
            payment["socialInsuranceNumber"] = people.Random.ReplaceNumbers("01########");
        else
            payment["branch"] = people.Random.ArrayElement(_branches);
        payment["recipient"] = new JsonObject
        {
            ["fullName"] = recipient.FullName,
            ["personalId"] = recipient.PersonalId,
            ["relation"] = "child",
            ["bankAccount"] = people.Random.ReplaceNumbers("0#########"),
            ["bank"] = "Vietcombank",
        };
        return payment;
    }
}
