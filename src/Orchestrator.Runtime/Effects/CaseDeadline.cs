using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>When a case must be done by; backlogs of effects drain in this order.</summary>
public static class CaseDeadline
{
    /// <summary>Name of the mark that says it: RFC 3339 text, or an object with such a text in <c>at</c>.</summary>
    public const string Mark = "deadline";

    /// <summary>The deadline in UTC, or null when nothing says so.</summary>
    public static DateTimeOffset? Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Marks.TryGetValue(Mark, out var mark)) return null;
        if (mark.ValueKind == JsonValueKind.Object && mark.TryGetProperty("at", out var at)) mark = at;
        return mark.ValueKind == JsonValueKind.String && mark.TryGetDateTimeOffset(out var deadline) ? deadline.ToUniversalTime() : null;
    }
}
