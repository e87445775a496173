using Microsoft.AspNetCore.DataProtection;
using Orchestrator.Agencies;
using Orchestrator.Audit;
using Orchestrator.Cases;
using Orchestrator.Designer;
using Orchestrator.Designer.Access;
using Orchestrator.Runtime;
using Orchestrator.Server.Access;
using Orchestrator.Server.Api;
using Orchestrator.Server.Observability;
using Orchestrator.Server.Pages;
using Orchestrator.Server.Pages.Erasures;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Hosting;

/// <summary>Puts the server together.</summary>
internal static class ServerHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Builds the server; nothing is started.</summary>
    /// <param name="args">Command line, as configuration.</param>
    /// <param name="customize">Changes to the services before it is built, for tests.</param>
    /// <exception cref="StartupFault">The configuration cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        // The settings files lie beside the program, so that it can be started from anywhere.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        ServerPaths.Find(builder.Configuration).ApplyTo(builder.Configuration);
        ConfigurationChecks.Run(builder.Configuration);
        builder.UseLoopbackUnlessConfigured();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.LargestBody;
        });
        AddServices(builder);
        customize?.Invoke(builder);
        var app = builder.Build();
        app.AnnounceOwnAddress();
        UseMiddleware(app);
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var data = new DataDirectory(configuration["Data:Path"]!);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(data);
        services.AddLogs(configuration);
        services.AddTelemetry(configuration);
        services.AddProblemHandling();
        services.AddDataProtection().SetApplicationName("orchestrator")
            .PersistKeysToFileSystem(new DirectoryInfo(data.OwnerOnlyDirectory("page-keys")));
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddApiDocument();
        services.AddPages();
        services.AddHttpContextAccessor();

        // Hosted services start in this order: first whom the cases call, then the runtime with its schema, then what reads from it.
        services.AddOrchestratorAgencies(configuration);
        services.AddSingleton<StandInAgencies>();
        services.AddHostedService(provider => provider.GetRequiredService<StandInAgencies>());
        services.AddOrchestratorRuntime(configuration);
        services.AddOrchestratorCases(configuration);
        services.AddOrchestratorAudit(configuration);
        services.AddAccess();
        services.AddSingleton<IDesignerAccess, DesignerAccess>();
        services.AddOrchestratorDesigner();
        services.AddSingleton<CaseScope>();
        services.AddSingleton<ReadRecorder>();
        services.AddSingleton<AttachmentAccess>();
        services.AddSingleton<AgencyOutlook>();
        services.AddSingleton<SignInAvailability>();
        services.AddHostedService<DevelopmentKeys>();
        services.AddHealth();
    }

    private static void UseMiddleware(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseRequestLogs();
        app.UseProblemHandling();
        app.UseSignInAvailability();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static void MapEndpoints(WebApplication app)
    {
        var api = app.MapApi();
        api.MapProcedures();
        api.MapSubmissions();
        api.MapCases();
        api.MapHistory();
        api.MapSignals();
        api.MapEvents();
        api.MapErasures();
        api.MapTasks();
        api.MapIncidents();
        api.MapCallbacks();
        api.MapAttachments();
        api.MapAgencies();
        api.MapReconciliations();
        api.MapAgencyDocuments();
        api.MapDefinitions();
        api.MapAudit();
        api.MapKeys();
        app.MapDesigner();
        app.MapWorkflowRequests();
        app.MapHealth();
        app.MapApiDocument();
        app.MapSignIn();
        app.MapErasureForms();
        app.MapStaticAssets().AllowAnonymous();
        app.MapPages();
    }
}
