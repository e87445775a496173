using System.Globalization;
using System.Text.Json;
using Orchestrator.Attachments;
using Orchestrator.Cases.Applications;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Intake;

/// <summary>
/// Looks at the files that somebody's JSON refers to: each must have been sent by the same one (or be part of the case already), be scanned and be what the schema
/// asks for. A reference that somebody else's file has is answered as if there were none, so that references cannot be tried.
/// </summary>
internal sealed class SentAttachments(AttachmentBook attachments)
{
    /// <summary>Looks, and keeps what was found from being swept away until it is part of a case.</summary>
    /// <param name="content">What was sent.</param>
    /// <param name="rules">What files may be, by JSON pointer.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="caseId">The case it is sent to, or null for a new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FoundAttachments> CheckAsync(
        JsonElement content, IReadOnlyDictionary<string, AttachmentRule> rules, Actor actor, CaseId? caseId, CancellationToken cancellationToken)
    {
        var found = new List<(string Pointer, Attachment Attachment)>();
        var faults = new List<ApplicationFault>();
        foreach (var (pointer, reference) in AttachmentReference.Find(content))
        {
            var attachment = await attachments.HoldAsync(reference, cancellationToken);
            var isOfCase = attachment is not null && caseId is { } known && await attachments.BelongsAsync(reference, known, cancellationToken);
            if (FaultOf(attachment, rules.GetValueOrDefault(pointer) ?? AttachmentRule.Any, isOfCase || attachment?.Owner == actor.ToString()) is var (code, detail))
                faults.Add(new ApplicationFault(pointer, code, FaultTexts.Of(code, detail)));
            else if (!isOfCase)
                found.Add((pointer, attachment!));
        }

        return new FoundAttachments(found, faults);
    }

    private static (string Code, string? Detail)? FaultOf(Attachment? attachment, AttachmentRule rule, bool isTheirs) => attachment switch
    {
        null => ("attachment-unknown", null),
        _ when !isTheirs => ("attachment-unknown", null),
        { Scan: ScanState.Infected } => ("attachment-infected", null),
        { IsUsable: false } => ("attachment-not-scanned", null),
        _ when !rule.Takes(attachment.MediaType) => ("attachment-type", string.Join(", ", rule.MediaTypes)),
        _ when attachment.Size > rule.MaxBytes => ("attachment-size", rule.MaxBytes.Value.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };
}

/// <summary>The files that something refers to.</summary>
/// <param name="Found">Those that can be used and are not part of the case yet, with the JSON pointers to them.</param>
/// <param name="Faults">What is wrong with the others.</param>
internal sealed record FoundAttachments(IReadOnlyList<(string Pointer, Attachment Attachment)> Found, IReadOnlyList<ApplicationFault> Faults);
