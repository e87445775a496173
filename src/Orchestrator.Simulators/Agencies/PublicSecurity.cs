using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>Permanent residence, kept by the commune police.</summary>
internal static class PublicSecurity
{
    private const string Code = "public-security";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "RegisterResidence", "residences", ["dossierNumber", "registerNumber", "child", "residence"], "registered", Register)
        {
            Unhappy = ["refused", "supplement", "no-residence"],
        },
        new(Code, "DeleteResidence", "residence-deletions", ["dossierNumber", "deceased", "registerNumber", "householdHead"], "deleted", Delete) { Subject = "deceased" },
    ];

    private static JsonObject Register(Work work) => new()
    {
        ["residenceNumber"] = string.Create(CultureInfo.InvariantCulture, $"CT-{Text.Of(work.Body, "residence", "commune")}-{work.Number:000000}"),
        // A dwelling that the parents do not own is looked at on site.
        ["verificationNeeded"] = Text.Of(work.Body, "residence", "case") == "parents-do-not-own",
    };

    private static JsonObject Delete(Work work) => new()
    {
        ["deletionNumber"] = string.Create(CultureInfo.InvariantCulture, $"XCT-{work.Today.Year}-{work.Number:000000}"),
        ["deletedOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
