using System.Text.Json;
using Orchestrator.Attachments.Links;
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
    private readonly SentAttachments _attachments;

    internal CaseSignals(CaseNumbers numbers, ICaseRuntime runtime, SentAttachments attachments)
    {
        _numbers = numbers;
        _runtime = runtime;
        _attachments = attachments;
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
        if (content is { } sent && await RefuseFilesAsync(found.CaseId, name, sent, actor, cancellationToken) is { } refused) return refused;
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

    /// <summary>Makes the files that the payload names part of the case, before anything in it can refer to them; says why not when one cannot be.</summary>
    private async Task<SignalOutcome?> RefuseFilesAsync(CaseId caseId, string name, JsonElement content, Actor actor, CancellationToken cancellationToken)
    {
        var files = await _attachments.CheckAsync(content, AttachmentFields.None, actor, caseId, cancellationToken);
        if (files.Faults.Count > 0) return new SignalOutcome.Invalid(files.Faults);
        foreach (var (_, file) in files.Found)
        {
            var source = name == RequestSupplement.SignalName ? "supplement" : $"signal:{name}";
            switch (await _runtime.SendAsync(caseId, AttachmentMarks.Link(file, source), actor, cancellationToken))
            {
                case CommandOutcome.Accepted:
                    break;
                case CommandOutcome.Rejected { Code: "case-ended" }:
                    return new SignalOutcome.AlreadyFinished(caseId.ToString());
                case CommandOutcome.Rejected rejected:
                    return new SignalOutcome.Refused(rejected.Code, rejected.Message);
                case CommandOutcome.Unavailable unavailable:
                    return new SignalOutcome.Unavailable(unavailable.Message);
                default:
                    return new SignalOutcome.NotFound();
            }
        }

        return null;
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
