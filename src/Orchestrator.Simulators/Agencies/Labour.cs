namespace Orchestrator.Simulators.Agencies;

/// <summary>Labour and social affairs: funeral cost of meritorious persons, veterans and receivers of social protection.</summary>
internal static class Labour
{
    /// <summary>Social-assistance standard in VND (Decree 76/2024/ND-CP); the funeral cost is at least twenty times that.</summary>
    private const long AssistanceStandard = 500_000;

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("labour", "PayFuneralCost", "funeral-costs", ["dossierNumber", "deceased", "registerNumber", "recipient", "branch"], "approved",
            work => Decision.Of(work, "LDXH", 20 * AssistanceStandard)) { Subject = "deceased" },
    ];
}
