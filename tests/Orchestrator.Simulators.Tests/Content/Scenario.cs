using System.Text.Json;

namespace Orchestrator.Simulators.Tests.Content;

/// <summary>A test case as data: an application, what happens to it in order, and what must come of it.</summary>
internal sealed record Scenario(BilingualName Name, JsonElement Application, IReadOnlyList<Happening> Script, Expectation Expected)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static Scenario Read(string procedure, string name) =>
        JsonSerializer.Deserialize<Scenario>(File.ReadAllBytes(Repository.Procedure(procedure, $"scenarios/{name}.json")), _json)!;
}

internal sealed record BilingualName(string Vi, string En);

/// <summary>Something that happens at an activity that waits: a reply, a failure, the deadline, a signal or the answer of an officer.</summary>
/// <param name="At">Id of the activity.</param>
/// <param name="Reply">Port of an agency's answer.</param>
/// <param name="Outputs">Members of that answer.</param>
/// <param name="Fails">Code of a failure for good.</param>
/// <param name="Deadline">True when its time runs out.</param>
/// <param name="Signal">Name of a signal.</param>
/// <param name="Payload">What the signal carries.</param>
/// <param name="Answer">What the officer answered.</param>
internal sealed record Happening(
    string At, string? Reply = null, JsonElement? Outputs = null, string? Fails = null, bool Deadline = false, string? Signal = null, JsonElement? Payload = null, JsonElement? Answer = null);

/// <summary>What must come of it.</summary>
/// <param name="Outcome">Output <c>Outcome</c>.</param>
/// <param name="Statuses">Statuses of the dossier, in order.</param>
/// <param name="Parts">Last recorded result of each part; a part that is not named has none.</param>
/// <param name="Visited">Activities that ran.</param>
/// <param name="Skipped">Activities that did not.</param>
/// <param name="Outputs">Further outputs.</param>
internal sealed record Expectation(
    string Outcome, IReadOnlyList<string> Statuses, IReadOnlyDictionary<string, string> Parts, IReadOnlyList<string>? Visited = null, IReadOnlyList<string>? Skipped = null,
    IReadOnlyDictionary<string, string>? Outputs = null);
