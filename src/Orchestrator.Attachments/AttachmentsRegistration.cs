using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments.Contents;
using Orchestrator.Attachments.Links;
using Orchestrator.Attachments.Scanning;
using Orchestrator.Attachments.Storage;
using Orchestrator.Attachments.Sweeping;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Storage;
using Quartz;

namespace Orchestrator.Attachments;

/// <summary>Registers the module.</summary>
public static class AttachmentsRegistration
{
    private static readonly TimeSpan ScanInterval = TimeSpan.FromMinutes(1), SweepInterval = TimeSpan.FromHours(1), SweepDelay = TimeSpan.FromMinutes(10);

    /// <summary>Adds attachments: uploads, contents, scans. Needs the runtime in the same container. Configuration: the section <c>Attachments</c>, see docs/attachments.md.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static IServiceCollection AddOrchestratorAttachments(this IServiceCollection services, IConfiguration configuration)
    {
        // Modules that need attachments bring them along.
        if (services.Any(service => service.ServiceType == typeof(AttachmentBook)))
            return services;
        var settings = AttachmentSettings.From(configuration);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddContentKeys(configuration);
        services.AddModuleDbContext<AttachmentsDbContext, SqliteAttachmentsDbContext, PostgreSqlAttachmentsDbContext>(AttachmentsDbContext.Module);
        services.AddSingleton<ICaseProjection, AttachmentProjection>();
        services.AddSingleton<ICaseErasure, AttachmentErasure>();
        services.AddSingleton<Staging>();
        services.AddSingleton<SenderLimits>();
        services.AddSingleton<FileNames>();
        services.AddSingleton<ClamdScanner>();
        services.AddSingleton<ScanDesk>();
        services.AddSingleton<Sweeper>();
        if (settings.Store == ContentPlace.Database)
            services.AddSingleton<DatabaseContents>();
        else
            services.AddSingleton<FolderContents>();
        services.AddSingleton<IContentStore>(provider => new SealedContents(
            settings.Store == ContentPlace.Database ? provider.GetRequiredService<DatabaseContents>() : provider.GetRequiredService<FolderContents>(),
            provider.GetRequiredService<ContentKeys>(), provider.GetRequiredService<IDbContextFactory<AttachmentsDbContext>>()));
        services.AddSingleton<IContentKeyHolder, AttachmentKeys>();
        services.AddSingleton(provider => new AttachmentBook(
            provider.GetRequiredService<IContentStore>(), provider.GetRequiredService<IDbContextFactory<AttachmentsDbContext>>(), provider.GetRequiredService<FileNames>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new UploadDesk(
            settings, provider.GetRequiredService<Staging>(), provider.GetRequiredService<IContentStore>(), provider.GetRequiredService<ClamdScanner>(),
            provider.GetRequiredService<SenderLimits>(), provider.GetRequiredService<IDbContextFactory<AttachmentsDbContext>>(),
            provider.GetRequiredService<ContentKeys>(), provider.GetRequiredService<FileNames>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<UploadDesk>>()));
        services.AddQuartz(quartz =>
        {
            if (settings.Scanner is not null)
            {
                quartz.ScheduleJob<ScanJob>(trigger => trigger.WithIdentity("attachment-scan").StartNow()
                    .WithSimpleSchedule(plan => plan.WithInterval(ScanInterval).RepeatForever()));
            }

            quartz.ScheduleJob<SweepAttachmentsJob>(trigger => trigger.WithIdentity("attachment-sweep").StartAt(DateTimeOffset.UtcNow + SweepDelay)
                .WithSimpleSchedule(plan => plan.WithInterval(SweepInterval).RepeatForever()));
        });
        if (settings.Scanner is not null)
            services.AddHealthChecks().AddCheck<ScanDesk>("virus-scanner", tags: ["ready"]);
        return services;
    }
}
