using Orchestrator.Agencies.Catalog;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies.Operations;

/// <summary>Adds every agency's operations to the palette.</summary>
internal sealed class OperationActivities : IActivitySource
{
    private readonly AgencyCatalog _catalog;

    public OperationActivities(AgencyCatalog catalog)
    {
        _catalog = catalog;
        catalog.Changed += () => Changed?.Invoke();
    }

    public event Action? Changed;

    public IEnumerable<ActivityEntry> Load() =>
        // What was drawn before goes on; what is drawn now is of the version in force, which also says for all versions whether the agency is retired.
        from document in _catalog.Agencies.Select(agency => (Agency: agency, IsNewest: true)).Concat(_catalog.Earlier.Select(agency => (Agency: agency, IsNewest: false)))
        let isRetired = _catalog.Find(document.Agency.Code)?.IsRetired == true
        from operation in document.Agency.Operations
        where operation.IsActivity
        select new ActivityEntry(
            OperationDescriptors.Describe(document.Agency, operation) with { IsBrowsable = document.IsNewest && !isRetired, IsRetired = isRetired },
            new OperationBehaviour(document.Agency, operation));
}
