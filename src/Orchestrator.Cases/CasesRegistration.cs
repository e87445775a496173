using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Procedures;

namespace Orchestrator.Cases;

/// <summary>Registers the module.</summary>
public static class CasesRegistration
{
    /// <summary>
    /// Adds procedures, intake, reads and commands on cases. Needs the runtime. Configuration: <c>Workflows:Path</c> (folder with
    /// <c>procedures</c> and <c>calendars</c>; <c>workflows</c> when absent).
    /// </summary>
    public static IServiceCollection AddOrchestratorCases(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddSingleton<ProcedureCatalog>();
    }
}
