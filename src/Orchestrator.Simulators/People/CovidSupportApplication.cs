using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.People;

/// <summary>Makes an application for <c>workflows/procedures/covid-support/application.schema.json</c>.</summary>
internal static class CovidSupportApplication
{
    /// <summary>An employee whose work was suspended.</summary>
    public static JsonObject Make(PeopleGenerator people)
    {
        var random = people.Random;
        var applicant = people.Next(random.Bool() ? Sex.Female : Sex.Male, 1965, 2003);
        return new JsonObject
        {
            ["applicant"] = new JsonObject
            {
                ["fullName"] = applicant.FullName,
                ["personalId"] = applicant.PersonalId,
                ["phone"] = applicant.Phone,
                ["bankAccount"] = random.ReplaceNumbers("0#########"),
                ["bank"] = "Vietcombank",
            },
            ["employer"] = new JsonObject { ["name"] = "Công ty TNHH May Ba Đình", ["taxCode"] = random.ReplaceNumbers("01########") },
            ["daysWithoutWork"] = random.Int(15, 90),
            ["childrenUnderSix"] = random.Int(0, 2),
        };
    }
}
