using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Agencies;

/// <summary>The national population database: personal ID numbers of newborn children, and whether a name belongs to a number.</summary>
internal static class Population
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("population", "AssignPersonalId", "personal-ids", ["dossierNumber", "registerNumber", "child"], "assigned", Assign)
        {
            Identity = body => Text.Of(body, "registerNumber"),
            IsRepeatable = true,
            Unhappy = ["refused"],
        },
        new("population", "VerifyPerson", "persons/verifications", ["personalId", "fullName"], "matched", Verify)
        {
            Identity = null, CallsBack = false, Unhappy = ["not-matched"],
        },
    ];

    private static JsonObject Verify(Work work) => PersonalIdNumber.TryParse(Text.Of(work.Body, "personalId"), out _) && !Text.Of(work.Body, "fullName").Contains("Không Khớp", StringComparison.OrdinalIgnoreCase)
        ? []
        : new JsonObject { ["outcome"] = "not-matched", ["reason"] = "Họ tên không khớp với số định danh." };

    private static JsonObject Assign(Work work)
    {
        var sex = Text.Of(work.Body, "child", "sex") == "male" ? Sex.Male : Sex.Female;
        var born = DateOnly.TryParse(Text.Of(work.Body, "child", "dateOfBirth"), CultureInfo.InvariantCulture, out var date) ? date : work.Today;
        return new JsonObject { ["personalId"] = PersonalIdNumber.Make("001", sex, born.Year, (int)(work.Number % 1_000_000)).ToString() };
    }
}
