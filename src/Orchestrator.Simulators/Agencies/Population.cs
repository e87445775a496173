using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Agencies;

/// <summary>The national population database: personal ID numbers of newborn children.</summary>
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
    ];

    private static JsonObject Assign(Work work)
    {
        var sex = Text.Of(work.Body, "child", "sex") == "male" ? Sex.Male : Sex.Female;
        var born = DateOnly.TryParse(Text.Of(work.Body, "child", "dateOfBirth"), CultureInfo.InvariantCulture, out var date) ? date : work.Today;
        return new JsonObject { ["personalId"] = PersonalIdNumber.Make("001", sex, born.Year, (int)(work.Number % 1_000_000)).ToString() };
    }
}
