using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Starts a child case; the effect's key makes sure that there is one child however often it is tried.</summary>
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
        var outputs = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["ChildCaseId"] = child.ToString() });
        (await runtime.SendAsync(effect.CaseId, new CompleteEffect(effect.Effect.Id, null, outputs, null), Actor.System, cancellationToken)).OrThrow();
    }
}
