using System.Text.Json;
using System.Xml;
using Orchestrator.Cases.Procedures;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Scenarios;

/// <summary>Plays scenarios of a procedure as dry runs.</summary>
public sealed class ScenarioPlayer
{
    private static readonly DateTimeOffset _usualReceipt = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));
    private static readonly TimeSpan _usualWait = TimeSpan.FromMinutes(1);
    private readonly DryRunInput _input;

    internal ScenarioPlayer(DryRunInput input) => _input = input;

    /// <summary>Plays a scenario to its end, or to the first step of its script that cannot happen.</summary>
    public ScenarioResult Play(CompiledWorkflow workflow, Procedure procedure, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var at = scenario.ReceivedAt ?? _usualReceipt;
        // The same scenario plays the same way each time, also where scripts draw random numbers.
        var run = DryRun.Start(workflow, _input.Of(procedure, scenario.Application, at), at, new CaseId(Guid.Empty));
        for (var step = 0; step < scenario.Script.Count; step++)
        {
            if (Happen(run, scenario.Script[step]) is { } difference)
                return new ScenarioResult(run, [difference with { Path = $"$.script[{step}]" }]);
        }

        return new ScenarioResult(run, [.. ScenarioComparison.Differences(run.State, run.Journal, scenario.Expected)]);
    }

    /// <summary>Lets one thing happen at a dry run.</summary>
    /// <returns>Why it cannot happen, or null.</returns>
    public static ScenarioDifference? Happen(DryRun run, Happening happening)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(happening);
        if (run.WaitAt(happening.At) is not { } bookmark) return NoWait(run, happening);
        if (happening.Deadline)
        {
            if (bookmark.DueAt is not { } due) return Cannot($"Expected {happening.At} to have a deadline, but it has none; remove 'deadline'.");
            run.MoveTo(due);
            return null;
        }

        run.MoveTo(run.Now + (happening.After is { } after ? XmlConvert.ToTimeSpan(after) : _usualWait));
        if (!run.State.Bookmarks.ContainsKey(bookmark.Id)) return NoWait(run, happening);
        return CommandOf(run, bookmark, happening) is not { } command
            ? Cannot($"Expected a step that {happening.At} can take ({bookmark.Kind}), but the step says otherwise; an agency replies or fails, an event needs 'signal', a task 'answer'.")
            : run.Send(command) is { } rejected ? Cannot($"{rejected.Code}: {rejected.Message}") : null;
    }

    private static CaseCommand? CommandOf(DryRun run, Bookmark bookmark, Happening happening) => happening switch
    {
        { Signal: { } signal } => new DeliverEvent(signal, happening.Payload),
        { Reply: { } end } when bookmark.Kind == BookmarkKind.Child && Enum.TryParse<CaseSubStatus>(end, out var status) =>
            new CompleteChild(bookmark.Id, new CaseId(Guid.Empty), status, happening.Outputs ?? JsonSerializer.SerializeToElement(new { })),
        { Reply: { } port } when run.EffectOf(bookmark) is { } effect => new CompleteEffect(effect.Id, port, happening.Outputs is { } outputs ? Pascal(outputs) : null, null),
        { Fails: { } code } when run.EffectOf(bookmark) is { } effect => new FailEffect(effect.Id, new Fault(code, "The scenario says so."), null),
        { Reply: null, Fails: null } when bookmark.Kind == BookmarkKind.Task => new CompleteTask(bookmark.Id, happening.Answer),
        _ => null,
    };

    private static ScenarioDifference NoWait(DryRun run, Happening happening)
    {
        var waits = string.Join(", ", run.State.Bookmarks.Values.Select(waiting => waiting.ActivityId));
        var incidents = string.Join("; ", run.State.Incidents.Values.Select(incident => $"{incident.Fault.Code}, {incident.Fault.Message}"));
        return Cannot($"Expected the case to wait at {happening.At}, but it waits at {(waits.Length > 0 ? waits : "nothing")}{(incidents.Length > 0 ? $" (incidents: {incidents})" : "")}; correct the script.");
    }

    private static ScenarioDifference Cannot(string message) => new("$.script", "step-impossible", message);

    // Outputs of an activity are named after the members of the answer, with a capital letter.
    private static JsonElement Pascal(JsonElement outputs) => JsonSerializer.SerializeToElement(
        outputs.EnumerateObject().ToDictionary(member => char.ToUpperInvariant(member.Name[0]) + member.Name[1..], member => member.Value, StringComparer.Ordinal));
}

/// <summary>How a scenario went.</summary>
/// <param name="Run">The run, with its journal.</param>
/// <param name="Differences">What was not as expected; empty when all was.</param>
public sealed record ScenarioResult(DryRun Run, IReadOnlyList<ScenarioDifference> Differences);

/// <summary>Something that a scenario expects, but did not come.</summary>
/// <param name="Path">JSON path in the scenario.</param>
/// <param name="Code">Stable code, for example <c>statuses-differ</c>.</param>
/// <param name="Message">"Expected …, but …".</param>
public sealed record ScenarioDifference(string Path, string Code, string Message);
