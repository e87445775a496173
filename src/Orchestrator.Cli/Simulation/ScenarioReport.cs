using System.Globalization;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cli.Simulation;

/// <summary>Writes how a scenario went: one line for each step, then what was not as expected.</summary>
internal static class ScenarioReport
{
    public static async Task WriteAsync(string name, Scenario scenario, ScenarioResult result, TextWriter output)
    {
        await output.WriteLineAsync($"{name}: {scenario.Name.Vi} / {scenario.Name.En}");
        foreach (var line in Lines(result.Run.Journal)) await output.WriteLineAsync("  " + line);
        foreach (var difference in result.Differences) await output.WriteLineAsync($"  NOT AS EXPECTED {difference.Path} {difference.Code}: {difference.Message}");
    }

    private static IEnumerable<string> Lines(IReadOnlyList<DryRunEntry> journal)
    {
        var activities = new Dictionary<long, string>();
        foreach (var (at, change) in journal)
        {
            if (change is ActivityStarted started) activities[started.ExecutionId] = started.ActivityId;
            if (TextOf(change, activities) is { } text)
                yield return string.Create(CultureInfo.InvariantCulture, $"{at.ToOffset(TimeSpan.FromHours(7)):yyyy-MM-dd HH:mm} {text}");
        }
    }

    private static string? TextOf(CaseEvent change, Dictionary<long, string> activities) => change switch
    {
        BookmarkCreated created => $"{created.Bookmark.ActivityId} waits ({created.Bookmark.Kind})",
        ActivityCompleted completed => $"{activities.GetValueOrDefault(completed.ExecutionId)} -> {string.Join(", ", completed.Outcomes)}",
        ActivityCanceled canceled => $"{activities.GetValueOrDefault(canceled.ExecutionId)} given up",
        ActivityFaulted faulted => $"{activities.GetValueOrDefault(faulted.ExecutionId)} failed: {faulted.Fault.Code}, {faulted.Fault.Message}",
        MarkRecorded { Name: "status" } mark => $"status {mark.Data.GetProperty("status").GetString()}",
        OutputSet set => $"output {set.Name} = {set.Value}",
        CaseStatusChanged { Status: CaseStatus.Finished } ended => $"case ended: {ended.SubStatus}",
        _ => null,
    };
}
