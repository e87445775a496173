using System.Text.Json;

namespace Orchestrator.Cases.Scenarios;

/// <summary>A test case of a procedure as data: an application, what happens to it in order, and what must come of it. <c>scenarios/*.json</c>.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Application">The application.</param>
/// <param name="Script">What happens, in order.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="ReceivedAt">When the application is received; null for the morning of 23 November 2026.</param>
public sealed record Scenario(
    BilingualText Name, JsonElement Application, IReadOnlyList<Happening> Script, Expectation Expected, DateTimeOffset? ReceivedAt = null);

/// <summary>Something that happens at an activity that waits: a reply, a failure, the deadline, a signal, the end of a child case or the answer of an officer.</summary>
/// <param name="At">Id of the activity.</param>
/// <param name="Reply">Port of an agency's answer; of a child case, how it ended (<c>Finished</c>, <c>Cancelled</c>, <c>Faulted</c>).</param>
/// <param name="Outputs">Members of that answer.</param>
/// <param name="Fails">Code of a failure for good.</param>
/// <param name="Deadline">True when its time runs out: the clock moves there, and whatever is due before happens before.</param>
/// <param name="Signal">Name of a signal.</param>
/// <param name="Payload">What the signal carries.</param>
/// <param name="Answer">What the officer answered.</param>
/// <param name="After">How long after the step before, ISO 8601; null for one minute.</param>
public sealed record Happening(
    string At, string? Reply = null, JsonElement? Outputs = null, string? Fails = null, bool Deadline = false, string? Signal = null, JsonElement? Payload = null,
    JsonElement? Answer = null, string? After = null);

/// <summary>What must come of a scenario; what is absent may be anything, unless said otherwise.</summary>
/// <param name="Outcome">Output <c>Outcome</c>.</param>
/// <param name="Statuses">Statuses of the dossier, in order.</param>
/// <param name="Parts">Last recorded result of each part; a part that is not named has none.</param>
/// <param name="Visited">Activities that ran.</param>
/// <param name="Skipped">Activities that did not.</param>
/// <param name="Path">All activities in the order in which each first ran.</param>
/// <param name="Outputs">Further outputs.</param>
/// <param name="Incidents">Codes of the incidents that are open at the end; absent for none. With incidents the case need not have ended.</param>
public sealed record Expectation(
    string? Outcome = null, IReadOnlyList<string>? Statuses = null, IReadOnlyDictionary<string, string>? Parts = null, IReadOnlyList<string>? Visited = null,
    IReadOnlyList<string>? Skipped = null, IReadOnlyList<string>? Path = null, IReadOnlyDictionary<string, JsonElement>? Outputs = null,
    IReadOnlyList<string>? Incidents = null);
