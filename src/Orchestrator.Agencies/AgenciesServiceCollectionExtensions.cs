using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Reconciliation;
using Orchestrator.Agencies.Storage;
using Orchestrator.Agencies.Transports;
using Orchestrator.Attachments;
using Orchestrator.Agencies.Versions;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Outbound;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Catalog;
using Quartz;

namespace Orchestrator.Agencies;

/// <summary>Adds agencies to a host.</summary>
public static class AgenciesServiceCollectionExtensions
{
    /// <summary>Name of the trace source and of the meter.</summary>
    public const string InstrumentationName = AgencyInstruments.Name;

    private static readonly TimeSpan ReconciliationLook = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds the agencies of <c>Workflows:Path</c>: their operations as activities, calls to them and their callbacks. Needs the runtime
    /// (<see cref="ICaseRuntime"/>, <see cref="IEffectQueue"/>, <see cref="IJournalReader"/>) in the same container.
    /// </summary>
    public static IServiceCollection AddOrchestratorAgencies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new AgencyFolder(configuration["Workflows:Path"] is { Length: > 0 } path ? path : "workflows"));
        services.AddSingleton(provider => AgencyCatalog.Load(provider.GetRequiredService<AgencyFolder>(), provider.GetRequiredService<ILogger<AgencyCatalog>>()));
        services.AddDocuments();
        services.AddReconciliation(configuration);
        services.AddSingleton<IActivitySource, OperationActivities>();
        services.AddSingleton(provider => new AgencySettings(configuration, Guard(configuration, provider)));
        services.AddSingleton(provider => new AgencyClients(Guard(configuration, provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton(_ => CallbackKey.Load(configuration));
        services.AddSingleton(Rule(configuration));
        services.AddSingleton<AgencyInstruments>();
        services.AddSingleton<CallbackAddresses>();
        services.AddSingleton<CallReporter>();
        services.AddOrchestratorAttachments(configuration);
        services.AddSingleton<AnswerFiles>();
        services.AddSingleton<CallFiles>();
        services.AddSingleton<AgencyTransport>();
        services.AddSingleton<CallRunner>();
        services.AddSingleton<ICallRunner>(provider => provider.GetRequiredService<CallRunner>());
        services.AddSingleton<AgencyLanes>();
        services.AddSingleton<IEffectHandler, AgencyOperationHandler>();
        services.AddModuleDbContext<CallsDbContext, SqliteCallsDbContext, PostgreSqlCallsDbContext>(CallsDbContext.Module);
        services.AddSingleton<ICaseProjection, CallProjection>();
        services.AddSingleton<OutageRecall>();
        services.AddSingleton<ICasePreparation>(provider => provider.GetRequiredService<OutageRecall>());
        services.AddSingleton(provider => new WaitingCalls(provider.GetRequiredService<IDbContextFactory<CallsDbContext>>()));
        services.AddSingleton(provider => new AgencyDirectory(
            provider.GetRequiredService<AgencyCatalog>(), provider.GetRequiredService<AgencyLanes>(), provider.GetRequiredService<AgencySettings>()));
        services.AddSingleton(provider => new CallbackReceiver(
            provider.GetRequiredService<AgencyCatalog>(), provider.GetRequiredService<ICaseRuntime>(), provider.GetRequiredService<IEffectQueue>(),
            provider.GetRequiredService<IJournalReader>(), provider.GetRequiredService<CallbackKey>(), provider.GetRequiredService<AgencySettings>(), provider.GetRequiredService<AnswerFiles>(), provider.GetRequiredService<AgencyInstruments>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CallbackReceiver>>()));
        return services;
    }

    private static void AddDocuments(this IServiceCollection services)
    {
        services.AddModuleDbContext<DocumentsDbContext, SqliteDocumentsDbContext, PostgreSqlDocumentsDbContext>(DocumentsDbContext.Module);
        services.AddSingleton<DocumentStore>();
        services.AddSingleton<DocumentKeeper>();
        services.AddSingleton<ICasePreparation>(provider => provider.GetRequiredService<DocumentKeeper>());
        services.AddSingleton(provider => new DocumentLibrary(
            provider.GetRequiredService<AgencyCatalog>(), provider.GetRequiredService<DocumentStore>(), provider.GetRequiredService<DocumentKeeper>(),
            () => provider.GetRequiredService<IPublishedWorkflows>().All, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<DocumentWatch>();
        services.AddHealthChecks().AddCheck<DocumentsCheck>("agencies", tags: ["ready"]);
    }

    private static void AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ReconciliationSettings.From(configuration));
        services.AddModuleDbContext<ReconciliationDbContext, SqliteReconciliationDbContext, PostgreSqlReconciliationDbContext>(ReconciliationDbContext.Module);
        services.AddSingleton<ICaseErasure, ReconciliationErasure>();
        services.AddSingleton<ReconciliationBook>();
        services.AddSingleton<CallRecords>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<NightlyReconciliation>();
        services.AddSingleton(provider => new ReconciliationDesk(
            provider.GetRequiredService<AgencyCatalog>(), provider.GetRequiredService<Reconciler>(), provider.GetRequiredService<ReconciliationBook>(),
            provider.GetRequiredService<ReconciliationSettings>(), provider.GetRequiredService<IDbContextFactory<ReconciliationDbContext>>(), provider.GetService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<ReconciliationDesk>>()));
        services.AddSingleton(provider => new DifferenceRepair(
            provider.GetRequiredService<IDbContextFactory<ReconciliationDbContext>>(), provider.GetRequiredService<CallRecords>(), provider.GetRequiredService<ICaseRuntime>(),
            provider.GetRequiredService<IEffectQueue>(), provider.GetRequiredService<TimeProvider>()));
        services.AddQuartz(quartz => quartz.ScheduleJob<ReconciliationJob>(trigger => trigger.WithIdentity("reconciliation").StartAt(DateTimeOffset.UtcNow + ReconciliationLook)
            .WithSimpleSchedule(plan => plan.WithInterval(ReconciliationLook).RepeatForever())));
    }

    private static AddressGuard Guard(IConfiguration configuration, IServiceProvider provider) => new(
        configuration.GetValue("Agencies:AllowLoopback", provider.GetService<IHostEnvironment>()?.IsDevelopment() == true),
        configuration.GetValue("Agencies:AllowPrivateNetworks", false));

    private static CircuitRule Rule(IConfiguration configuration)
    {
        var standard = CircuitRule.Default;
        var section = configuration.GetSection("Agencies:Circuit");
        return new CircuitRule(
            section.GetValue("Failures", standard.Failures),
            section.GetValue("FirstProbe", standard.FirstProbe),
            section.GetValue("LongestProbe", standard.LongestProbe));
    }
}
