using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Alterations;
using Orchestrator.Designer.Definitions;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Files;
using Orchestrator.Designer.Instances;
using Orchestrator.Designer.Live;
using Orchestrator.Designer.Publishing;
using Orchestrator.Designer.Studio;
using Orchestrator.Designer.Trials;

namespace Orchestrator.Designer;

/// <summary>Registers the designer: Elsa Studio, and the API that it speaks.</summary>
public static class DesignerRegistration
{
    /// <summary>Registers it; the host registers <see cref="IDesignerAccess"/>.</summary>
    public static IServiceCollection AddOrchestratorDesigner(this IServiceCollection services)
    {
        services.AddSingleton<ActivityPalette>();
        services.AddSingleton<DefinitionViews>();
        services.AddSingleton<DefinitionDesk>();
        services.AddSingleton<UsedWorkflows>();
        services.AddSingleton<DefinitionFindings>();
        services.AddSingleton<PublishGate>();
        services.AddSingleton<WorkflowFiles>();
        services.AddSingleton<RunParts>();
        services.AddWatching();
        services.AddAlterations();
        services.AddTrials();
        services.AddStudio();
        return services;
    }

    /// <summary>Maps the routes that Elsa's clients call.</summary>
    public static void MapDesigner(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var elsa = new ElsaRoutes(routes, routes.ServiceProvider.GetRequiredService<IDesignerAccess>());
        elsa.MapDescriptors();
        elsa.MapDefinitionQueries();
        elsa.MapDefinitionChanges();
        elsa.MapDefinitionBulkChanges();
        elsa.MapDefinitionTransfers();
        elsa.MapDefinitionGraphs();
        elsa.MapDefinitionRuns();
        elsa.MapInstances();
        elsa.MapExecutions();
        elsa.MapRetries();
        elsa.MapAlterations();
        elsa.MapActivityTests();
        routes.MapPublishing();
        routes.MapFindings();
        routes.MapTrials();
        routes.MapStudio();
        routes.MapLive();
    }
}
