using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>Labour and social affairs: welfare beneficiaries, funeral cost of meritorious persons, veterans and receivers of social protection, Covid-19 support.</summary>
internal static class Labour
{
    /// <summary>Social-assistance standard in VND (Decree 76/2024/ND-CP); the funeral cost is at least twenty times that.</summary>
    private const long AssistanceStandard = 500_000;

    /// <summary>In VND, Resolution 68/NQ-CP of 2021: for 15 to 29 days without work, for more, and for each child under six.</summary>
    private const long ShortSupport = 1_855_000, LongSupport = 3_710_000, ChildSupport = 1_000_000;

    private const int LongFrom = 30;

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("labour", "PayFuneralCost", "funeral-costs", ["dossierNumber", "deceased", "registerNumber", "recipient", "branch"], "approved",
            work => Decision.Of(work, "LDXH", 20 * AssistanceStandard)) { Subject = "deceased" },
        new("labour", "FindBeneficiary", "beneficiaries/lookups", ["personalId"], "found", Find) { Identity = null, CallsBack = false, Unhappy = ["not-found"] },
        new("labour", "PayCovidSupport", "covid-supports", ["dossierNumber", "applicant", "daysWithoutWork"], "approved", PayCovid) { Subject = "applicant" },
    ];

    // Who has an even number at the end is known here.
    private static JsonObject Find(Work work) => (Text.Of(work.Body, "personalId") is [.., var last] ? last - '0' : 1) % 2 == 0
        ? new JsonObject { ["groups"] = new JsonArray("welfare"), ["monthlyAmount"] = AssistanceStandard }
        : new JsonObject { ["outcome"] = "not-found", ["reason"] = "Không thuộc diện hưởng." };

    private static JsonObject PayCovid(Work work)
    {
        var support = ((int?)work.Body["daysWithoutWork"] ?? 0) >= LongFrom ? LongSupport : ShortSupport;
        return Decision.Of(work, "HT-COVID", support + ((long?)work.Body["childrenUnderSix"] ?? 0) * ChildSupport);
    }
}
