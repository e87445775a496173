using System.Text.Json;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Triggers;

/// <summary>Gives an event to everything that waits for it: cases, each once for a key, and published workflows that it starts.</summary>
internal sealed class EventPublisher(CaseRuntime runtime, ICaseQueries queries, TriggerIndex triggers, TriggeredStart start, Database database) : IEventPublisher
{
    private const int Page = 500;

    public async Task<EventOutcome> PublishAsync(PublishedEvent published, Actor actor, Func<CaseId, Task<bool>>? reaches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(published);
        if (published.BodyHash is { } hash && await FirstHashAsync(published.Key, hash, cancellationToken) != hash) return new EventOutcome.KeyConflict();

        // First the starts, which the key finds again: a case that the event has started must not take the same event once more, also when it is published again.
        var started = await StartAsync(published, actor, cancellationToken);
        var reached = new List<CaseId>();
        var after = new CaseId(Guid.Empty);
        while (true)
        {
            var waiting = await queries.WaitingForAsync(published.Name, published.CorrelationId, after, Page, cancellationToken);
            var others = await KnownAsync(waiting.Except(started), reaches);
            await Task.WhenAll(others.Select(caseId => DeliverAsync(caseId, published, actor, cancellationToken)));
            reached.AddRange(others);
            if (waiting.Count < Page) break;
            after = waiting[^1];
        }

        return new EventOutcome.Reached(reached, started);
    }

    /// <summary>The hash that the key came with first. It starts no case of its own, so it stands among the start keys without one.</summary>
    private async Task<string> FirstHashAsync(string key, string hash, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            "INSERT INTO start_keys (scope, key, body_hash, case_id) VALUES ('event-body', @key, @hash, @case) ON CONFLICT DO NOTHING",
            [("@key", key), ("@hash", hash), ("@case", Guid.Empty)], cancellationToken);
        return (await database.QueryAsync(
            "SELECT body_hash FROM start_keys WHERE scope = 'event-body' AND key = @key", [("@key", key)], row => row.GetString(0), cancellationToken))[0];
    }

    private static async Task<List<CaseId>> KnownAsync(IEnumerable<CaseId> waiting, Func<CaseId, Task<bool>>? reaches)
    {
        var known = new List<CaseId>();
        foreach (var caseId in waiting)
        {
            if (reaches is null || await reaches(caseId)) known.Add(caseId);
        }

        return known;
    }

    public async Task DeliverAsync(CaseId caseId, PublishedEvent published, Actor actor, CancellationToken cancellationToken) =>
        (await runtime.SendAsync(caseId, new DeliverEvent(published.Name, published.Payload), actor, published.Key, cancellationToken)).OrThrow();

    private async Task<List<CaseId>> StartAsync(PublishedEvent published, Actor actor, CancellationToken cancellationToken)
    {
        var started = new List<CaseId>();
        foreach (var trigger in triggers.All.Where(t => t.Spec.Type == "Elsa.Event" && NameOf(t) == published.Name))
        {
            var key = new StartKey("event", $"{published.Key}/{trigger.Published.Workflow.DefinitionId}/{trigger.Spec.NodeId}", BodyHash: "");
            switch (await start.StartAsync(trigger, key, published.Payload, published.CorrelationId, actor, cancellationToken))
            {
                case StartOutcome.Started begun:
                    started.Add(begun.CaseId);
                    break;
                case StartOutcome.AlreadyStarted again:
                    started.Add(again.CaseId);
                    break;
                case StartOutcome.Unavailable unavailable:
                    throw new IOException(unavailable.Message);
            }
        }

        return started;
    }

    private static string? NameOf(PublishedTrigger trigger) =>
        trigger.Spec.Inputs.TryGetProperty("EventName", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
}
