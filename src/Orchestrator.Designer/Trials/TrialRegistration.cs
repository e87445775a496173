using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Scripting;

namespace Orchestrator.Designer.Trials;

/// <summary>Registers trying procedures and single activities, and what scripts can name.</summary>
internal static class TrialRegistration
{
    public static void AddTrials(this IServiceCollection services)
    {
        services.AddSingleton<ITrialAgencies>(provider => new DocumentAgencies(provider.GetRequiredService<WorkflowsFolder>().Root));
        services.AddSingleton<TrialStart>();
        services.AddSingleton<TrialDesk>();
        services.AddSingleton<ActivityTest>();
        services.AddSingleton<ScriptDeclarations>();
    }
}
