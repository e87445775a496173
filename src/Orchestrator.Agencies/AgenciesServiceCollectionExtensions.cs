using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Agencies.Catalogue;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies;

/// <summary>Adds agencies to a host.</summary>
public static class AgenciesServiceCollectionExtensions
{
    /// <summary>Adds the agencies of <c>Workflows:Path</c>: their operations as activities, calls to them and their callbacks.</summary>
    public static IServiceCollection AddOrchestratorAgencies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ =>
        {
            var (agencies, faults) = DocumentFolder.Read(configuration["Workflows:Path"] ?? "workflows");
            return new AgencyCatalogue(agencies, faults);
        });
        services.AddSingleton<IActivitySource, OperationActivities>();
        return services;
    }
}
