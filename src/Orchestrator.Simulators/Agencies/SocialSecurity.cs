using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Agencies;

/// <summary>Health-insurance cards of small children, funeral allowance and survivors' benefit.</summary>
internal static class SocialSecurity
{
    private const string Code = "social-security";

    /// <summary>Reference level in VND (Decree 73/2024/ND-CP); the allowance is ten times that.</summary>
    private const long ReferenceLevel = 2_340_000;

    private static readonly string[] _money = ["dossierNumber", "deceased", "registerNumber", "recipient"];

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "IssueHealthInsuranceCard", "health-insurance-cards", ["dossierNumber", "child", "registerNumber", "facility"], "issued", Issue) { InquiryPath = "health-insurance-cards/dossiers" },
        new(Code, "CancelHealthInsuranceCard", "health-insurance-cards/cancellations", ["cardNumber"], "cancelled", Cancel)
        {
            Identity = body => Text.Of(body, "cardNumber"),
            Cancels = new Cancellation("IssueHealthInsuranceCard", "cardNumber"),
            CallsBack = false,
            Unhappy = ["refused"],
        },
        new(Code, "PayFuneralAllowance", "funeral-allowances", _money, "approved", work => Decision.Of(work, "BHXH-MT", 10 * ReferenceLevel)) { Subject = "deceased" },
        new(Code, "DecideSurvivorsBenefit", "survivors-benefits", _money, "approved", work => Decision.Of(work, "BHXH-TT", ReferenceLevel / 2)) { Subject = "deceased" },
    ];

    private static JsonObject Cancel(Work work) => new() { ["cancelledOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    private static JsonObject Issue(Work work) => new()
    {
        ["cardNumber"] = HealthCardNumber.ForChild(province: "01", work.Number).ToString(),
        ["validFrom"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

/// <summary>A decision on money.</summary>
internal static class Decision
{
    public static JsonObject Of(Work work, string series, long amount) => new()
    {
        ["amount"] = amount,
        ["decisionNumber"] = string.Create(CultureInfo.InvariantCulture, $"{work.Number:000000}/{work.Today.Year}/QD-{series}"),
        ["decidedOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
