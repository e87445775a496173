using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>
/// Starts a child case; the effect's key makes sure that there is one child however often it is tried, also when its activity is retried after an incident:
/// then the parent waits for the child that there is.
/// </summary>
internal sealed class DispatchWorkflowHandler(ICaseRuntime runtime, IDefinitionStore definitions) : IEffectHandler
{
    public string Kind => EffectKinds.DispatchWorkflow;

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var asked = effect.Effect.Payload;
        var definitionId = asked.GetProperty("definitionId").GetString()!;
        if (await definitions.FindPublishedAsync(definitionId, cancellationToken) is not { } workflow)
        {
            var fault = new Fault(
                "definition-missing", $"Expected a published definition '{definitionId}', but there is none; publish it, then retry.");
            (await runtime.SendAsync(effect.CaseId, new FailEffect(effect.Effect.Id, fault, null), Actor.System, cancellationToken)).OrThrow();
            return;
        }

        if (workflow.Refusals is [var refusal, ..])
        {
            var fault = new Fault("definition-refused", $"Expected a definition that can run, but '{definitionId}': {refusal.Message} Publish a corrected version, then retry.", refusal.Path);
            (await runtime.SendAsync(effect.CaseId, new FailEffect(effect.Effect.Id, fault, null), Actor.System, cancellationToken)).OrThrow();
            return;
        }

        var correlationId = asked.TryGetProperty("correlationId", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        var parent = new ParentLink(effect.CaseId, effect.Effect.BookmarkId);
        var start = new CaseStarted(
            workflow.DefinitionId, workflow.VersionId, workflow.Version, asked.GetProperty("input"), correlationId, Name: null, parent);
        var key = new StartKey("child", effect.Effect.IdempotencyKey, BodyHash: "");
        var outcome = await runtime.StartAsync(new StartRequest(key, Counter: null, _ => start, Actor.System), cancellationToken);
        if (outcome is StartOutcome.Refused refused)
        {
            var fault = new Fault(refused.Code, refused.Message);
            (await runtime.SendAsync(effect.CaseId, new FailEffect(effect.Effect.Id, fault, null), Actor.System, cancellationToken)).OrThrow();
            return;
        }

        var child = outcome switch
        {
            StartOutcome.Started started => started.CaseId,
            StartOutcome.AlreadyStarted already => already.CaseId,
            _ => throw new IOException($"Expected to start a child of case {effect.CaseId}, but the outcome is {outcome}; it is tried again."),
        };
        if (outcome is StartOutcome.AlreadyStarted && effect.Effect.BookmarkId is { } bookmark) await AwaitAsync(effect.CaseId, bookmark, child, cancellationToken);
        var outputs = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["ChildCaseId"] = child.ToString() });
        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, outputs, null), Actor.System, cancellationToken)).OrThrow();
    }

    /// <summary>Has the child tell its parent at this bookmark; one that has ended before is told of at once.</summary>
    private async Task AwaitAsync(CaseId parent, string bookmark, CaseId child, CancellationToken cancellationToken)
    {
        var outcome = await runtime.SendAsync(child, new AwaitByParent(bookmark), Actor.System, cancellationToken);
        outcome.OrThrow();
        if (outcome is not CommandOutcome.Rejected) return;
        var ended = await runtime.FindAsync(child, cancellationToken)
            ?? throw new InvalidOperationException($"Expected case {child} to exist, because it was started; verify its journal.");
        var output = JsonSerializer.SerializeToElement(ended.Outputs.ToDictionary());
        (await runtime.SendAsync(parent, new CompleteChild(bookmark, child, ended.SubStatus, output), Actor.System, cancellationToken)).OrThrow();
    }
}
