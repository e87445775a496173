using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Health;
using Orchestrator.Runtime.Http;
using Orchestrator.Runtime.Housekeeping;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Snapshots;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.LogPersistence;

namespace Orchestrator.Runtime;

/// <summary>Registers the runtime.</summary>
public static class RuntimeRegistration
{
    /// <summary>
    /// Registers everything that carries cases durably. Reads <c>Storage:Provider</c> (<c>Sqlite</c> or <c>PostgreSql</c>),
    /// <c>ConnectionStrings:Orchestrator</c> and the section <c>Runtime</c> (<see cref="RuntimeOptions"/>). The host's start returns when the schema is
    /// up to date; owning the shards and recovering go on in the background. Health checks carry the tags <c>live</c> and <c>ready</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The storage configuration cannot be used.</exception>
    public static IServiceCollection AddOrchestratorRuntime(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddLogging();
        services.TryAddSingleton(new WorkflowEngineOptions
        {
            FlowchartMode = configuration.GetValue("Workflows:FlowchartMode", FlowchartMode.CounterBased),
            LogPersistence = configuration.GetValue("Workflows:LogPersistence", LogPersistenceMode.Inherit),
        });
        services.AddWorkflowEngine();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(StorageSettings.From(configuration));
        services.AddSingleton(configuration.GetSection("Runtime").Get<RuntimeOptions>() ?? new RuntimeOptions());
        services.AddModuleDbContext<RuntimeDbContext, SqliteRuntimeDbContext, PostgreSqlRuntimeDbContext>(RuntimeDbContext.Module);
        services.AddStorage();
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton<ShardRegistry>();
        services.AddSingleton<SchemaMigrator>();
        services.AddContentKeys(configuration);
        services.AddSingleton<CaseKeyTable>();
        services.AddSingleton(provider => new CaseKeyRotation(
            provider.GetRequiredService<KeyRing>(), provider.GetRequiredService<Database>(), provider.GetRequiredService<IOwnershipLock>(), provider.GetServices<IContentKeyHolder>()));
        services.AddSingleton(provider => new CaseSeals(provider.GetRequiredService<CaseKeyTable>(), provider.GetRequiredService<Database>()));
        services.AddSingleton<ICaseErasure, RuntimeErasure>();
        services.AddSingleton<JournalRows>();
        services.AddSingleton<IJournalScan>(provider => provider.GetRequiredService<JournalRows>());
        services.AddSingleton<IChainHeads, ChainHeads>();
        services.AddSingleton<JournalFeed>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<CaseLoader>();
        services.AddSingleton<ProjectionSet>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<EffectReader>();
        services.AddSingleton(Parts);
        services.AddSingleton<TenureKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<TenureKeeper>());
        services.AddSingleton<CaseRuntime>();
        services.AddSingleton<ICaseRuntime>(provider => provider.GetRequiredService<CaseRuntime>());
        services.AddSingleton<IJournalReader, JournalReader>();
        services.AddSingleton(provider => new JournalPages(
            provider.GetRequiredService<JournalRows>(), provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CaseHeads(provider.GetRequiredService<IDbContextFactory<RuntimeDbContext>>()));
        services.AddSingleton<JournalVerifier>();
        services.AddSingleton<DerivedRows>();
        services.AddSingleton(provider => new StoreCheck(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<JournalVerifier>(),
            provider.GetRequiredService<CaseLoader>(), provider.GetRequiredService<DerivedRows>(), provider.GetRequiredService<JournalRows>(), provider.GetRequiredService<CaseKeyTable>()));
        services.AddSingleton<IEffectQueue, EffectQueue>();
        services.AddDefinitions();
        services.AddSingleton<IEffectHandler, PublishEventHandler>();
        services.AddSingleton<IEffectHandler, DispatchWorkflowHandler>();
        services.AddSingleton<IEffectHandler, NotifyParentHandler>();
        services.AddSingleton(configuration.GetSection("Http").Get<HttpOptions>() ?? new HttpOptions());
        services.AddSingleton<RequestWaiters>();
        services.AddSingleton<IHttpEndpoints, HttpEndpoints>();
        services.AddSingleton<IEffectHandler, SendRequestHandler>();
        services.AddSingleton<IEffectHandler, WriteResponseHandler>();
        services.AddSingleton<ICaseQueries, CaseQueries>();
        services.AddHousekeeping();
        services.AddHealthChecks()
            .AddCheck<RuntimeLiveness>("runtime-live", tags: ["live"])
            .AddCheck<RuntimeReadiness>("runtime-ready", tags: ["ready"]);
        return services;
    }

    private static void AddDefinitions(this IServiceCollection services)
    {
        services.AddSingleton<WorkflowActivitySource>();
        services.AddSingleton<IActivitySource>(provider => provider.GetRequiredService<WorkflowActivitySource>());
        services.AddSingleton<DefinitionTable>();
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<IDefinitionLibrary, DefinitionLibrary>();
        services.TryAddSingleton<IDefinitionStore>(provider => provider.GetRequiredService<DefinitionStore>());
        services.AddSingleton<IPublishedWorkflows, PublishedWorkflows>();
        services.AddSingleton<ConsumerUpdates>();
        services.AddSingleton<Func<ConsumerUpdates>>(provider => provider.GetRequiredService<ConsumerUpdates>);
        services.AddHostedService<PublishedWorkflowsWatch>();
        services.AddSingleton<TriggerIndex>();
        services.AddSingleton<TriggeredStart>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IEventPublisher>(provider => provider.GetRequiredService<EventPublisher>());
        services.AddSingleton<Schedules>();
        services.AddHostedService(provider => provider.GetRequiredService<Schedules>());
    }

    private static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<Database>(provider => provider.GetRequiredService<StorageSettings>() switch
        {
            { Provider: StorageProvider.Sqlite } settings => new SqliteDatabase(settings.ConnectionString),
            var settings => new PostgreSqlDatabase(settings.ConnectionString),
        });
        services.AddSingleton<IStorageOutages>(provider => provider.GetRequiredService<Database>());
        services.TryAddSingleton<ICommitStore>(provider => provider.GetRequiredService<Database>() switch
        {
            SqliteDatabase sqlite => new SqliteCommitStore(sqlite),
            var database => new PostgreSqlCommitStore((PostgreSqlDatabase)database),
        });
        services.TryAddSingleton<IOwnershipLock>(provider => provider.GetRequiredService<Database>() switch
        {
            SqliteDatabase sqlite => new FileOwnershipLock(sqlite.Path + ".owner-lock"),
            var database => new AdvisoryOwnershipLock(((PostgreSqlDatabase)database).ConnectionString, "orchestrator-shards"),
        });
    }

    /// <summary>Handlers are made when a tenure begins, because they themselves send commands to the runtime.</summary>
    private static TenureParts Parts(IServiceProvider provider) => new(
        provider.GetRequiredService<RuntimeOptions>(),
        provider.GetRequiredService<Database>(),
        provider.GetRequiredService<ICommitStore>(),
        provider.GetRequiredService<IWorkflowEngine>(),
        provider.GetRequiredService<IDefinitionStore>(),
        provider.GetRequiredService<CaseLoader>(),
        provider.GetRequiredService<CaseKeyTable>(),
        provider.GetRequiredService<ProjectionSet>(),
        provider.GetRequiredService<DeliveryLog>(),
        provider.GetRequiredService<EffectReader>(),
        provider.GetRequiredService<SnapshotStore>(),
        provider.GetRequiredService<JournalFeed>(),
        provider.GetRequiredService<RuntimeMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetServices<IEffectHandler>,
        provider.GetRequiredService<ILogger<Tenure>>());
}
