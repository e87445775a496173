using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.People;

/// <summary>Makes an application for <c>workflows/procedures/birth/application.schema.json</c>.</summary>
internal static class BirthApplication
{
    private const int LongestDaysBack = 20;

    /// <summary>A child of two parents who own their dwelling, declared by the mother.</summary>
    public static JsonObject Make(PeopleGenerator people, DateOnly today)
    {
        var mother = people.Next(Sex.Female, 1985, 2004);
        var father = people.Next(Sex.Male, 1980, 2003, mother.Commune);
        var sex = people.Random.Bool() ? Sex.Female : Sex.Male;
        var born = today.AddDays(-people.Random.Int(1, LongestDaysBack));
        // The health database tells the sex by the counter's last digit, see its stand-in.
        var counter = people.Random.Int(0, 4999) * 2 + (sex == Sex.Female ? 0 : 1);
        var wedding = born.AddYears(-people.Random.Int(1, 5));
        return new JsonObject
        {
            ["requester"] = Parts.Requester(mother, "mother"),
            ["child"] = new JsonObject
            {
                ["fullName"] = people.Name(sex, father.FullName.Split(' ')[0]),
                ["dateOfBirth"] = Parts.Iso(born),
                ["dateOfBirthInWords"] = $"Ngày {born.Day} tháng {born.Month} năm {born.Year}",
                ["sex"] = sex == Sex.Female ? "female" : "male",
                ["placeOfBirth"] = "Bệnh viện Phụ sản Hà Nội",
                ["nationality"] = "VN",
                ["ethnicity"] = "Kinh",
                ["homeTown"] = "Hà Nội",
            },
            ["mother"] = Parts.Parent(mother),
            ["father"] = Parts.Parent(father),
            ["birthEvidence"] = new JsonObject
            {
                ["kind"] = "certificate",
                ["number"] = string.Create(CultureInfo.InvariantCulture, $"GCS-01001-{born:yyMMdd}-{counter:0000}"),
                ["issuedOn"] = Parts.Iso(born),
                ["facility"] = "Bệnh viện Phụ sản Hà Nội",
            },
            ["marriageCertificate"] = new JsonObject
            {
                ["number"] = string.Create(CultureInfo.InvariantCulture, $"{people.Random.Int(1, 300)}/{wedding.Year}"),
                ["book"] = string.Create(CultureInfo.InvariantCulture, $"01/{wedding.Year}"),
                ["date"] = Parts.Iso(wedding),
                ["place"] = "UBND " + mother.Commune.Name,
            },
            ["residence"] = new JsonObject
            {
                ["case"] = "parents-own-dwelling",
                ["province"] = mother.Commune.Province,
                ["commune"] = mother.Commune.Code,
                ["address"] = mother.Address,
            },
            ["healthInsurance"] = new JsonObject
            {
                ["facility"] = new JsonObject { ["code"] = "01001", ["name"] = "Trạm y tế " + mother.Commune.Name },
                ["poorHousehold"] = false,
            },
            ["copies"] = people.Random.Int(0, 3),
        };
    }
}
