using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>The facts that this module records about a case, by mark name.</summary>
internal static class CaseMarks
{
    public const string Status = "status", Clock = "clock", PartPrefix = "part:", ClaimPrefix = "claim:";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static JsonElement ToJson<T>(T mark) => JsonSerializer.SerializeToElement(mark, Json);

    /// <summary>The newest mark of a name, or null when there is none or a designer's script wrote something else under it.</summary>
    public static T? Find<T>(CaseState state, string name)
        where T : class
    {
        if (!state.Marks.TryGetValue(name, out var data) || data.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return data.Deserialize<T>(Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The clock as it stands: the newest mark, else what was promised at receipt; null when the case is no dossier.</summary>
    public static ClockMark? ClockOf(CaseState state) =>
        Find<ClockMark>(state, Clock) is { } mark ? mark
        : CaseInput.From(state.Started.Input)?.Promise is { } promise ? new ClockMark(promise.Date, promise.IsProvisional, promise.WorkingDays, null, null)
        : null;
}

/// <summary>The status of the dossier.</summary>
/// <param name="Status">Our word.</param>
/// <param name="Reason">Why, as told to the citizen, or null.</param>
/// <param name="At">Since when.</param>
/// <param name="Path">The statuses passed on the way here, this one last: what the interconnected software must be told in order.</param>
internal sealed record StatusMark(string Status, BilingualText? Reason, DateTimeOffset At, IReadOnlyList<string> Path);

/// <summary>The legal clock.</summary>
/// <param name="Date">The promised date, without the pause that runs now.</param>
/// <param name="IsProvisional">True when the calendar of a year concerned is not decided yet.</param>
/// <param name="WorkingDays">The limit it comes from.</param>
/// <param name="PausedSince">Since when the clock stands still, or null.</param>
/// <param name="Reason">Why the date was moved by hand, or null.</param>
internal sealed record ClockMark(DateOnly Date, bool IsProvisional, int WorkingDays, DateTimeOffset? PausedSince, string? Reason);

/// <summary>The result of one procedure of the bundle.</summary>
internal sealed record PartMark(string Part, string Outcome, string? Reason, JsonElement? Data, DateTimeOffset At);

/// <summary>Who took a task; without an actor it was given back.</summary>
internal sealed record ClaimMark(string? By, DateTimeOffset At);
