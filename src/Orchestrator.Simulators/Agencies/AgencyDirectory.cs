namespace Orchestrator.Simulators.Agencies;

/// <summary>All stand-in agencies.</summary>
internal static class AgencyDirectory
{
    /// <summary>Every operation of every agency.</summary>
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        .. Justice.Operations, .. Population.Operations, .. PublicSecurity.Operations, .. SocialSecurity.Operations, .. Labour.Operations,
        .. Health.Operations, .. LandRegistry.Operations, .. Tax.Operations,
    ];

    /// <summary>Finds an operation by its id, which is unique over all agencies.</summary>
    public static Operation Find(string operationId) => Operations.Single(operation => operation.Id == operationId);
}
