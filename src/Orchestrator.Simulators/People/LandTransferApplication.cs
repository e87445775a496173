using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.People;

/// <summary>Makes an application for <c>workflows/procedures/land-transfer/application.schema.json</c>.</summary>
internal static class LandTransferApplication
{
    private const int LongestDaysBack = 20;
    private const long PriceStep = 50_000_000;

    /// <summary>A parcel that can be transferred (see the stand-in of the land registry), sold by one person to another.</summary>
    public static JsonObject Make(PeopleGenerator people, DateOnly today)
    {
        var random = people.Random;
        var seller = people.Next(random.Bool() ? Sex.Female : Sex.Male, 1950, 1985);
        var buyer = people.Next(random.Bool() ? Sex.Female : Sex.Male, 1970, 2002, seller.Commune);
        return new JsonObject
        {
            ["seller"] = new JsonObject { ["fullName"] = seller.FullName, ["personalId"] = seller.PersonalId },
            ["buyer"] = new JsonObject { ["fullName"] = buyer.FullName, ["personalId"] = buyer.PersonalId, ["phone"] = buyer.Phone },
            ["parcel"] = new JsonObject { ["commune"] = seller.Commune.Code, ["sheet"] = random.Int(1, 60), ["number"] = random.Int(0, 90) * 10 + 1 },
            ["price"] = random.Int(10, 200) * PriceStep,
            ["contract"] = new JsonObject
            {
                ["number"] = string.Create(CultureInfo.InvariantCulture, $"{random.Int(1, 9999):0000}/{today.Year}/HDCN"),
                ["signedOn"] = Parts.Iso(today.AddDays(-random.Int(1, LongestDaysBack))),
                ["notary"] = "Văn phòng công chứng Ba Đình",
            },
        };
    }
}
