using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Time;

/// <summary>Waits for a span of time from now on.</summary>
internal sealed class Delay(string input) : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TryTrigger(out _))
        {
            turn.Complete();
            return;
        }

        var text = turn.TextInput(input);
        if (text is not null && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span < TimeSpan.FromDays(36_525))
            turn.Wait(BookmarkKind.Timer, dueAt: turn.Now + span);
        else
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected a span of time between zero and 100 years, but got '{text}'; give for example 00:05:00 or 3.00:00:00."));
    }
}

/// <summary>Waits for a moment; one that has passed is not waited for.</summary>
internal sealed class StartAt : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        var input = turn.Input("DateTime");
        if (turn.TryTrigger(out _)) turn.Complete();
        else if (input.ValueKind != JsonValueKind.String || !DateTimeOffset.TryParse(input.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected a moment to wait for, but there is none; give a date and time with offset."));
        else if (moment <= turn.Now) turn.Complete();
        else turn.Wait(BookmarkKind.Timer, dueAt: moment);
    }
}

/// <summary>Descriptors of the activities about time.</summary>
internal static class TimeActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.Delay", Category = "Scheduling", DisplayName = "Delay", Description = "Waits for a span of time.",
            Inputs = [Input("TimeSpan", "TimeSpan", "How long.").WithDefault("00:01:00")],
        }, new Delay("TimeSpan")),
        new(new()
        {
            TypeName = "Elsa.Timer", Category = "Scheduling", DisplayName = "Timer", Kind = "Trigger", Description = "Waits for an interval.",
            Inputs = [Input("Interval", "TimeSpan", "How long.").WithDefault("00:01:00")],
        }, new Delay("Interval")),
        new(new()
        {
            TypeName = "Elsa.StartAt", Category = "Scheduling", DisplayName = "Start at", Kind = "Trigger", Description = "Waits for a moment.",
            Inputs = [Input("DateTime", "DateTimeOffset", "Date and time.").Required()],
        }, new StartAt()),
        new(new()
        {
            TypeName = "Elsa.Cron", Category = "Scheduling", DisplayName = "Cron", Kind = "Trigger", Description = "Waits for the next time of a cron expression.",
            Inputs = [Input("CronExpression", "String", "Five fields, or six with seconds first, in the time of Viet Nam.").Required()],
        }, new Cron()),
    ];
}
