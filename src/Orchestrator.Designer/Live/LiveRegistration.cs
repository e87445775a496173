using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Instances;

namespace Orchestrator.Designer.Live;

/// <summary>Registers reading cases and following them.</summary>
internal static class LiveRegistration
{
    /// <summary>No message of ours is larger: it holds an id.</summary>
    private const int LargestMessage = 4_096;

    public static void AddWatching(this IServiceCollection services)
    {
        services.AddSingleton<InstanceReader>();
        services.AddSingleton<InstanceWatches>();
        services.AddSingleton(new StudioFeature("Elsa.RealTimeWorkflowUpdates", "Cases are followed live on the diagram."));
        services.AddSingleton(new StudioFeature("Elsa.Resilience", "Tries of calls to agencies are shown."));
        services.AddSignalR(options => options.MaximumReceiveMessageSize = LargestMessage).AddJsonProtocol(json =>
        {
            json.PayloadSerializerOptions.DefaultIgnoreCondition = ElsaJson.Options.DefaultIgnoreCondition;
            json.PayloadSerializerOptions.Encoder = ElsaJson.Options.Encoder;
        });
    }

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.ServiceProvider.GetRequiredService<IDesignerAccess>().Require(routes.MapHub<InstanceHub>(InstanceHub.Path), DesignerRight.ReadCases);
}
