using System.Text.Json;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A recorded case: a definition, what was done to it, and what an Elsa 3.8 server made of it, in one of the two modes of its flowchart.</summary>
internal sealed record ElsaCase(string Name, JsonElement Json, FlowchartMode Mode)
{
    private const string TokenFlow = " (token flow)";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "ElsaCases");

    /// <summary>Every recording of every file; a file may hold one for each mode.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
        .SelectMany(name => Read(name).Member("elsaTokenFlow").IsAbsent() ? new[] { name } : [name, name + TokenFlow]);

    /// <summary>Name of the file, whichever of its recordings this is.</summary>
    public string File => Mode == FlowchartMode.TokenBased ? Name[..^TokenFlow.Length] : Name;

    /// <summary>What Elsa did.</summary>
    public ElsaResult Recorded => ElsaResult.OfElsa(Json.Member(Mode == FlowchartMode.TokenBased ? "elsaTokenFlow" : "elsa"));

    public static ElsaCase Load(string name) => name.EndsWith(TokenFlow, StringComparison.Ordinal)
        ? new ElsaCase(name, Read(name[..^TokenFlow.Length]), FlowchartMode.TokenBased)
        : new ElsaCase(name, Read(name), FlowchartMode.CounterBased);

    /// <summary>What our engine does.</summary>
    public ElsaResult Run()
    {
        var runtime = new InMemoryRuntime(new WorkflowEngineOptions { FlowchartMode = Mode });
        foreach (var (child, _) in Json.Items("children", "$")) runtime.Publish(child);
        var definition = Json.Member("definition");
        var faults = runtime.Publish(definition);
        if (faults.Count > 0) return ElsaResult.Refused(faults);
        var id = runtime.Start(definition.Text("definitionId")!, Json.Member("input") is { ValueKind: JsonValueKind.Object } input ? input : null, Json.Text("correlationId"));
        foreach (var (action, path) in Json.Items("actions", "$")) Do(runtime, id, action, path);
        return ElsaResult.OfOurs(runtime, id);
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, file + ".json"))).RootElement;

    private void Do(InMemoryRuntime runtime, CaseId id, JsonElement action, string path)
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
                var task = runtime[id].Bookmarks.Values.OrderBy(b => b.ExecutionId).FirstOrDefault(b => b.Kind == BookmarkKind.Task);
                Assert.True(task is not null, $"{Name}, {path}: expected a task to complete, but no activity waits for one.");
                runtime.Send(id, new CompleteTask(task.Id, action.Member("result") is { ValueKind: not JsonValueKind.Undefined } result ? result : null));
                break;
            case "cancel":
                runtime.Send(id, new CancelCase("asked by the recorded case"));
                break;
            case "wait" or "settle":
                runtime.Pass(TimeSpan.FromSeconds(action.Member("seconds") is { ValueKind: JsonValueKind.Number } seconds ? seconds.GetDouble() : 1));
                break;
            case var other:
                Assert.Fail($"{Name}, {path}: expected an action that is known here (event, childEvent, completeTask, cancel, wait, settle), but found '{other}'; teach ElsaCase to do it.");
                break;
        }
    }
}
