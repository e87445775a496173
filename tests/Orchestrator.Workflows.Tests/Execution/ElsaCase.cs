using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A recorded case: a definition, what was done to it, and what an Elsa 3.8 server made of it.</summary>
internal sealed record ElsaCase(string Name, JsonElement Json)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "ElsaCases");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static ElsaCase Load(string name) => new(name, JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json"))).RootElement);

    /// <summary>What Elsa did.</summary>
    public ElsaResult Recorded => ElsaResult.OfElsa(Json.Member("elsa"));

    /// <summary>What our engine does.</summary>
    public ElsaResult Run()
    {
        var runtime = new InMemoryRuntime();
        foreach (var child in Json.Member("children").EnumerateArray()) runtime.Publish(child);
        var definition = Json.Member("definition");
        var faults = runtime.Publish(definition);
        if (faults.Count > 0) return ElsaResult.Refused([.. faults.Select(f => f.Code)]);
        var id = runtime.Start(definition.Text("definitionId")!, Json.Member("input") is { ValueKind: JsonValueKind.Object } input ? input : null, Json.Text("correlationId"));
        foreach (var action in Json.Member("actions").EnumerateArray()) Do(runtime, id, action);
        return ElsaResult.OfOurs(runtime, id);
    }

    private static void Do(InMemoryRuntime runtime, CaseId id, JsonElement action)
    {
        var payload = action.Member("payload") is { ValueKind: not JsonValueKind.Undefined } given ? given : (JsonElement?)null;
        switch (action.Text("do"))
        {
            case "event":
                runtime.Send(id, new DeliverEvent(action.Text("event")!, payload));
                break;
            case "childEvent":
                foreach (var child in runtime.Cases.Where(c => c != id)) runtime.Send(child, new DeliverEvent(action.Text("event")!, payload));
                break;
            case "completeTask":
                var task = runtime[id].Bookmarks.Values.First(b => b.Kind == BookmarkKind.Task);
                runtime.Send(id, new CompleteTask(task.Id, action.Member("result")));
                break;
            case "cancel":
                runtime.Send(id, new CancelCase("asked by the recorded case"));
                break;
            case "wait" or "settle":
                runtime.Pass(TimeSpan.FromSeconds(action.Member("seconds").GetDouble()));
                break;
            case var other:
                throw new InvalidOperationException($"Unknown action {other}.");
        }
    }
}
