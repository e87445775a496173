using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Operations;

/// <summary>A turn that keeps what a behaviour says.</summary>
internal sealed class RecordingTurn(string inputs, params string[] connected) : ActivityTurn
{
    private readonly JsonElement _inputs = JsonElement.Parse(inputs);

    public override CaseId CaseId { get; } = new(Guid.Parse("0192f000-0000-7000-8000-000000000001"));

    public override long ExecutionId => 4;

    public override string ActivityId => "register";

    public override string DisplayName => "Register";

    public override JsonElement CustomProperties => JsonElement.Parse("{}");

    public override DateTimeOffset Now { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7));

    public override JsonElement CaseInput => JsonElement.Parse("{}");

    public List<(BookmarkKind Kind, DateTimeOffset? DueAt, JsonElement? Payload)> Waits { get; } = [];

    public List<(string Kind, JsonElement Payload, string? BookmarkId)> Requests { get; } = [];

    public Dictionary<string, JsonElement> Outputs { get; } = [];

    public List<Fault> Faults { get; } = [];

    public string[] Outcomes { get; private set; } = [];

    public override JsonElement Input(string name) => _inputs.TryGetProperty(name, out var value) ? value : JsonElement.Parse("null");

    public override JsonElement Inputs() => _inputs;

    public override bool IsConnected(string port) => connected.Contains(port);

    public override void Complete(params ReadOnlySpan<string> outcomes) => Outcomes = outcomes.ToArray();

    public override void SetOutput(string name, JsonElement value) => Outputs[name] = value;

    public override string Wait(BookmarkKind kind, string? name = null, DateTimeOffset? dueAt = null, JsonElement? payload = null)
    {
        Waits.Add((kind, dueAt, payload));
        return "b1";
    }

    public override string Request(string kind, JsonElement payload, string? bookmarkId = null)
    {
        Requests.Add((kind, payload, bookmarkId));
        return "e1";
    }

    public override void Mark(string name, JsonElement data)
    {
    }

    public override void Fault(Fault fault) => Faults.Add(fault);
}
