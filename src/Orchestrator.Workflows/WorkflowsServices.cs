using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows;

/// <summary>Adds the workflow language to a host.</summary>
public static class WorkflowsServices
{
    /// <summary>
    /// Adds <see cref="IWorkflowEngine"/>, <see cref="WorkflowCompiler"/>, <see cref="IActivityCatalog"/> with Elsa's activities and the expression languages.
    /// Modules add activity types by registering an <see cref="IActivitySource"/>. Registered <see cref="WorkflowEngineOptions"/> replace the defaults.
    /// </summary>
    public static IServiceCollection AddWorkflowEngine(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IActivitySource, BuiltInActivities>());
        services.TryAddSingleton<IActivityCatalog, ActivityCatalog>();
        services.TryAddSingleton<WorkflowEngineOptions>();
        services.TryAddSingleton<IWorkflowEngine>(provider => new WorkflowEngine(provider.GetRequiredService<WorkflowEngineOptions>()));
        services.TryAddSingleton(provider => new WorkflowCompiler(provider.GetRequiredService<IActivityCatalog>(), ExpressionLanguages.All));
        return services;
    }
}
