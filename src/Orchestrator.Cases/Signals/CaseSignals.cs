using System.Text.Json;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Intake;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Signals;

/// <summary>Messages from outside to a case.</summary>
public sealed class CaseSignals
{
    /// <summary>The largest payload taken, in bytes.</summary>
    public const int LargestPayload = 1024 * 1024;

    private readonly CaseNumbers _numbers;
    private readonly ICaseRuntime _runtime;

    internal CaseSignals(CaseNumbers numbers, ICaseRuntime runtime)
    {
        _numbers = numbers;
        _runtime = runtime;
    }

    /// <summary>Sends a named signal to the case with that number (either).</summary>
    /// <param name="number">Either number.</param>
    /// <param name="name">Signal, for example <c>consent</c>.</param>
    /// <param name="payload">UTF-8 JSON, or empty.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SignalOutcome> SendAsync(string number, string name, ReadOnlyMemory<byte> payload, Actor actor, CancellationToken cancellationToken)
    {
        if (payload.Length > LargestPayload) return new SignalOutcome.TooLarge(LargestPayload);
        JsonElement? content = null;
        if (!payload.IsEmpty)
        {
            if (!StrictJson.TryParse(payload, out var json, out var fault)) return new SignalOutcome.Invalid([fault]);
            content = json;
        }

        if (FaultOf(name, content) is { } unusable) return new SignalOutcome.Invalid([unusable]);
        if (await _numbers.FindAsync(number, cancellationToken) is not { } found) return new SignalOutcome.NotFound();
        SignalOutcome outcome = await _runtime.SendAsync(found.CaseId, new DeliverEvent(name, content), actor, cancellationToken) switch
        {
            CommandOutcome.Accepted => new SignalOutcome.Delivered(found.Number),
            CommandOutcome.Rejected { Code: "nobody-waits" } => new SignalOutcome.NobodyWaits(found.Number, name),
            CommandOutcome.Rejected { Code: "case-ended" } => new SignalOutcome.AlreadyFinished(found.Number),
            CommandOutcome.Rejected rejected => new SignalOutcome.Refused(rejected.Code, rejected.Message),
            CommandOutcome.Unavailable unavailable => new SignalOutcome.Unavailable(unavailable.Message),
            _ => new SignalOutcome.NotFound(),
        };
        CasesTelemetry.Acts.Add(1, new("act", "signal"), new("outcome", outcome.GetType().Name));
        return outcome;
    }

    /// <summary>Signals whose meaning the product knows must say it.</summary>
    private static ApplicationFault? FaultOf(string name, JsonElement? content) => name switch
    {
        AwaitConsent.SignalName when (content ?? default).Member("granted").ValueKind is not (JsonValueKind.True or JsonValueKind.False) =>
            new ApplicationFault("/granted", "granted-expected", FaultTexts.Of("granted-expected")),
        RequestSupplement.SignalName when content is not { ValueKind: JsonValueKind.Object } =>
            new ApplicationFault(string.Empty, "object-expected", FaultTexts.Of("object-expected")),
        _ => null,
    };
}
