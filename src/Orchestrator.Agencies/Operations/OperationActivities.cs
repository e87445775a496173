using Orchestrator.Agencies.Catalog;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies.Operations;

/// <summary>Adds every agency's operations to the palette.</summary>
internal sealed class OperationActivities(AgencyCatalog catalog) : IActivitySource
{
    public IEnumerable<ActivityEntry> Load() =>
        from agency in catalog.Agencies
        from operation in agency.Operations
        where operation.IsActivity
        select new ActivityEntry(OperationDescriptors.Describe(agency, operation), new OperationBehaviour(agency, operation));
}
