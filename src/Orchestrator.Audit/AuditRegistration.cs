using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Audit.Analyses;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Reads;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Storage;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Audit.Witnesses;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Reads;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;
using Quartz;

namespace Orchestrator.Audit;

/// <summary>Registers the module.</summary>
public static class AuditRegistration
{
    /// <summary>Adds checkpoints, proofs and exports. Call it after the runtime's registration. Configuration: the section <c>Audit</c>, see docs/configuration.md.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static IServiceCollection AddOrchestratorAudit(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = AuditSettings.From(configuration);
        services.AddSingleton(settings);
        services.AddModuleDbContext<AuditDbContext, SqliteAuditDbContext, PostgreSqlAuditDbContext>(AuditDbContext.Module);
        services.AddSingleton<KeyRing>();
        services.AddSingleton(provider => new CheckpointLog(
            settings, provider.GetRequiredService<IChainHeads>(), provider.GetRequiredService<KeyRing>(), provider.GetRequiredService<AuditState>(),
            provider.GetRequiredService<IDbContextFactory<AuditDbContext>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditState>();
        services.AddHttpClient(TimestampWitness.Client, client => client.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<TimestampWitness>();
        services.AddSingleton(provider => new ProofReceipts(provider.GetRequiredService<AuditProofs>(), settings));
        services.AddSingleton(provider => new AuditProofs(provider.GetRequiredService<IDbContextFactory<AuditDbContext>>(), provider.GetRequiredService<KeyRing>()));
        services.AddSingleton(provider => new JournalExport(
            provider.GetRequiredService<IJournalScan>(), provider.GetRequiredService<IJournalReader>(), provider.GetRequiredService<IDbContextFactory<AuditDbContext>>(),
            provider.GetRequiredService<AuditProofs>(), provider.GetRequiredService<ReadHistory>(), settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new EventLogExport(
            new TraceSource(provider.GetRequiredService<IJournalScan>(), provider.GetRequiredService<IDbContextFactory<CasesDbContext>>(), provider.GetRequiredService<ProcedureCatalog>()),
            settings));
        services.AddSingleton(provider => new ProcessAnalyses(
            provider.GetRequiredService<IDbContextFactory<CasesDbContext>>(), provider.GetRequiredService<IJournalScan>(), provider.GetRequiredService<IDefinitionLibrary>(),
            provider.GetRequiredService<ProcedureCatalog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReadLog>();
        services.AddSingleton<ICaseReads>(provider => provider.GetRequiredService<ReadLog>());
        services.AddHostedService(provider => provider.GetRequiredService<ReadLog>());
        services.AddSingleton(provider => new ReadHistory(provider.GetRequiredService<IDbContextFactory<AuditDbContext>>()));
        services.AddSingleton(provider => new CasePasts(
            provider.GetRequiredService<IJournalReader>(), provider.GetRequiredService<IDefinitionStore>(), provider.GetRequiredService<IWorkflowEngine>(),
            provider.GetRequiredService<CaseMasks>()));
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<CheckpointJob>(trigger => trigger.WithIdentity("audit-checkpoint").StartAt(DateTimeOffset.UtcNow + settings.Interval)
                .WithSimpleSchedule(plan => plan.WithInterval(settings.Interval).RepeatForever()));
            for (var number = 0; number < settings.Exports.Count; number++)
            {
                var (name, cron) = (number.ToString(CultureInfo.InvariantCulture), settings.Exports[number].Cron);
                quartz.ScheduleJob<ScheduledExportJob>(
                    trigger => trigger.WithIdentity("audit-export-" + name).WithCronSchedule(cron, plan => plan.InTimeZone(VietnamTime.Zone)),
                    job => job.WithIdentity("audit-export-" + name).UsingJobData(ScheduledExportJob.Number, name));
            }
        });
        services.AddHealthChecks().AddCheck<AuditState>("audit", tags: ["ready"]);
        return services;
    }
}
