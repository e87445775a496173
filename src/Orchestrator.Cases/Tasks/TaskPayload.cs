using System.Collections.Immutable;
using Orchestrator.Cases.Activities;
using Orchestrator.Workflows.Execution;
using System.Text.Json;

namespace Orchestrator.Cases.Tasks;

/// <summary>What a task's bookmark says: <c>title</c>, <c>role</c>, <c>agency</c>, <c>options</c> (values, or objects with <c>value</c> and <c>label</c>).</summary>
internal static class TaskPayload
{
    public static BilingualText TitleOf(Bookmark bookmark) =>
        (bookmark.Payload ?? default).Member("title").Bilingual() ?? new BilingualText(bookmark.Name ?? bookmark.ActivityId, bookmark.Name ?? bookmark.ActivityId);

    public static string? AgencyOf(WaitPayload payload) => payload.Agency ?? (payload.Holder?.Kind is "officer" or "agency" ? payload.Holder.Code : null);

    public static ImmutableArray<TaskOption> OptionsOf(Bookmark bookmark)
    {
        var options = (bookmark.Payload ?? default).Member("options");
        if (options.ValueKind != JsonValueKind.Array) return [];
        return
        [
            .. options.EnumerateArray().Select(option => option.ValueKind == JsonValueKind.String ? option.GetString() : option.Text("value"))
                .Zip(options.EnumerateArray(), (value, option) => value is null ? null : new TaskOption(value, option.Member("label").Bilingual() ?? new BilingualText(value, value)))
                .OfType<TaskOption>(),
        ];
    }
}
