using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Erasures;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Storage;
using Orchestrator.Cases.Supplements;
using Orchestrator.Cases.Tasks;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Catalog;
using Quartz;

namespace Orchestrator.Cases;

/// <summary>Registers the module.</summary>
public static class CasesRegistration
{
    private static readonly TimeSpan ResumeInterval = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds procedures, intake, reads and commands on cases. Call it after the runtime's registration: its hosted service loads the procedures once
    /// the schema is up to date. Configuration: <c>Workflows:Path</c> (folder with <c>procedures</c> and <c>calendars</c>; the nearest
    /// <c>workflows</c> folder when absent).
    /// </summary>
    public static IServiceCollection AddOrchestratorCases(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOrchestratorAttachments(configuration);
        services.AddSingleton(WorkflowsFolder.From(configuration));
        services.AddSingleton(provider => new DeadlineClock(CalendarFile.Load(
            provider.GetRequiredService<WorkflowsFolder>().Calendar, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Orchestrator.Cases.LegalClock"))));
        services.AddModuleDbContext<CasesDbContext, SqliteCasesDbContext, PostgreSqlCasesDbContext>(CasesDbContext.Module);
        services.AddSingleton<IActivitySource, CaseActivities>();
        services.AddSingleton<CaseFileProjection>();
        services.AddSingleton<ICaseProjection>(provider => provider.GetRequiredService<CaseFileProjection>());
        services.AddSingleton<ProcedureCatalog>();
        services.AddSingleton<WorkflowTree>();
        services.AddSingleton<ProcedureLoader>();
        services.AddHostedService<ProcedureStartup>();
        services.AddSingleton(provider => new DryRunInput(provider.GetRequiredService<DeadlineClock>()));
        services.AddSingleton(provider => new ScenarioPlayer(provider.GetRequiredService<DryRunInput>()));
        AddReads(services);
        AddCommands(services);
        AddErasures(services, configuration);
        return services;
    }

    private static void AddErasures(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ICaseErasure, CasesErasure>();
        services.AddSingleton<ErasureCarrier>();
        services.AddSingleton(provider => new ErasureDesk(
            provider.GetRequiredService<IDbContextFactory<CasesDbContext>>(), provider.GetRequiredService<IJournalReader>(), provider.GetRequiredService<CaseSeals>(),
            provider.GetRequiredService<ErasureCarrier>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RetentionRule>();
        var cron = configuration["Privacy:RetentionCron"] is { Length: > 0 } configured ? configured : "0 30 2 * * ?";
        if (!CronExpression.TryParse(cron, out _))
            throw new InvalidOperationException($"Expected Privacy:RetentionCron to be a cron expression of Quartz, but it is '{cron}'; write for example 0 30 2 * * ?.");
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<RetentionJob>(trigger => trigger.WithIdentity("retention").WithCronSchedule(cron, plan => plan.InTimeZone(VietnamTime.Zone)));
            quartz.ScheduleJob<ErasureJob>(trigger => trigger.WithIdentity("erasures").StartAt(DateTimeOffset.UtcNow + ResumeInterval)
                .WithSimpleSchedule(plan => plan.WithInterval(ResumeInterval).RepeatForever()));
        });
    }

    private static void AddReads(IServiceCollection services)
    {
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<CaseList>();
        services.AddSingleton(provider => new PromiseBook(provider.GetRequiredService<IDbContextFactory<CasesDbContext>>()));
        services.AddSingleton<ErasedCases>();
        services.AddSingleton<EventMask>();
        services.AddSingleton(provider => new CaseMasks(provider.GetRequiredService<EventMask>()));
        services.AddSingleton<TaskTraces>();
        services.AddSingleton(provider => new CaseFileReader(
            provider.GetRequiredService<CaseNumbers>(), provider.GetRequiredService<CaseList>(), provider.GetRequiredService<IJournalReader>(),
            provider.GetRequiredService<IDefinitionStore>(), provider.GetRequiredService<ProcedureCatalog>(), provider.GetRequiredService<EventMask>(),
            provider.GetRequiredService<ErasedCases>(), provider.GetRequiredService<DeadlineClock>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddCommands(IServiceCollection services)
    {
        services.AddSingleton<SentAttachments>();
        services.AddSingleton(provider => new ApplicationIntake(
            provider.GetRequiredService<ProcedureCatalog>(), provider.GetRequiredService<IDefinitionStore>(), provider.GetRequiredService<ICaseRuntime>(),
            provider.GetRequiredService<SentAttachments>(), provider.GetRequiredService<DeadlineClock>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TaskList(
            provider.GetRequiredService<IDbContextFactory<CasesDbContext>>(), provider.GetRequiredService<ICaseRuntime>(), provider.GetRequiredService<TaskTraces>(),
            provider.GetRequiredService<CaseSeals>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new IncidentDesk(
            provider.GetRequiredService<IDbContextFactory<CasesDbContext>>(), provider.GetRequiredService<ICaseRuntime>(), provider.GetRequiredService<CaseSeals>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CaseSignals(
            provider.GetRequiredService<CaseNumbers>(), provider.GetRequiredService<ICaseRuntime>(), provider.GetRequiredService<SentAttachments>()));
        services.AddSingleton(provider => new SupplementDesk(provider.GetRequiredService<CaseSignals>()));
        services.AddSingleton(provider => new WithdrawalDesk(
            provider.GetRequiredService<CaseNumbers>(), provider.GetRequiredService<ICaseRuntime>(), provider.GetRequiredService<TimeProvider>()));
    }
}
