using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Activities.Time;
using Orchestrator.Workflows.Activities.Triggers;

namespace Orchestrator.Runtime.Triggers;

/// <summary>When a trigger about time fires. The times of a version never change, so that a firing has one key wherever and whenever it is made.</summary>
internal abstract record Recurrence
{
    private Recurrence() { }

    /// <summary>The first time after a moment, or null when there is none.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <summary>The last time in (after, until], or null when there is none.</summary>
    public abstract DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until);

    /// <summary>Reads a trigger.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="since">When its version was published; intervals count from then.</param>
    /// <param name="zone">In which cron expressions are meant.</param>
    /// <returns>Null when the trigger is not about time, or its time cannot be read.</returns>
    public static Recurrence? Of(TriggerSpec trigger, DateTimeOffset since, TimeZoneInfo zone) => trigger.Type switch
    {
        "Elsa.Timer" when TimeSpan.TryParse(Text(trigger, "Interval"), CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.FromSeconds(1) => new Every(since, interval),
        "Elsa.Cron" when CronTimes.Read(Text(trigger, "CronExpression"), zone, out _) is { } times => new At(times),
        "Elsa.StartAt" when DateTimeOffset.TryParse(Text(trigger, "DateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => new Once(moment),
        _ => null,
    };

    private static string? Text(TriggerSpec trigger, string input) =>
        trigger.Inputs.TryGetProperty(input, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Every(DateTimeOffset Since, TimeSpan Interval) : Recurrence
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => Since + (Interval * (Count(after) + 1));

        public override DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until) =>
            Count(until) is > 0 and var count && Since + (Interval * count) is var last && last > after ? last : null;

        private long Count(DateTimeOffset at) => Math.Max(0, (at - Since).Ticks / Interval.Ticks);
    }

    private sealed record At(CronTimes Times) : Recurrence
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => Times.Next(after);

        public override DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until) => Times.Last(after, until);
    }

    private sealed record Once(DateTimeOffset Moment) : Recurrence
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => Moment > after ? Moment : null;

        public override DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until) => Moment > after && Moment <= until ? Moment : null;
    }
}
