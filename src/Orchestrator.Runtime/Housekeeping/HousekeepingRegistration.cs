using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Orchestrator.Runtime.Housekeeping;

internal static class HousekeepingRegistration
{
    /// <summary>
    /// Plans in memory on both databases: each node plans the same jobs, and they do something on the owner of the shards only, so there is
    /// nothing to share. Plans that modules make at run time belong into their own tables.
    /// </summary>
    public static void AddHousekeeping(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<SweepJob>(trigger => trigger.WithIdentity("sweep").StartNow()
                .WithSimpleSchedule(plan => plan.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
            quartz.ScheduleJob<TidyJob>(trigger => trigger.WithIdentity("tidy").StartAt(DateTimeOffset.UtcNow.AddMinutes(5))
                .WithSimpleSchedule(plan => plan.WithInterval(TimeSpan.FromHours(1)).RepeatForever()));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}
