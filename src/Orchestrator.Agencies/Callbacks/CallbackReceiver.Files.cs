using System.Text;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Links;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    /// <summary>Longest answer without files, in bytes, and what parts add to the files in them.</summary>
    public const int LongestAnswer = 1024 * 1024;

    /// <summary>Longest body that any callback may have, in bytes: all files of one answer together are no larger than one may be.</summary>
    public long LongestBody => Math.Max(_files.LargestFile + LongestAnswer, AnswerFiles.LongestJson);

    private long Limit(AgencyOperation? operation, string? contentType) => Find(operation, contentType) switch
    {
        null => LongestAnswer,
        { IsJson: true } => AnswerFiles.LongestJson,
        _ => _files.LargestFile + LongestAnswer,
    };

    private static AnswerFile? Find(AgencyOperation? operation, string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim() ?? "";
        return operation?.CallbackFiles.FirstOrDefault(known => known.IsJson == BodyReader.IsJson(type) && known.IsOf(type));
    }

    /// <summary>What the case sees of a body whose sender is believed; its files are kept from here on.</summary>
    private async Task<FileAnswer> OpenAsync(AgencyDocument agency, AgencyOperation operation, string? contentType, HeldBody body, CancellationToken cancellationToken)
    {
        if (Find(operation, contentType) is not { } known)
            return new FileAnswer(Encoding.UTF8.GetString(await body.BytesAsync(cancellationToken)), [], null);
        try
        {
            await using var content = body.Open();
            return await _files.TakeAsync(agency.Code, known, content, contentType, null, cancellationToken);
        }
        catch (BrokenFormException)
        {
            return FileAnswer.Problem("its parts break off");
        }
    }

    /// <summary>The agency is told at once, and may send another one; when it never does, somebody must know why the case still waits. One incident a call.</summary>
    private async Task<CallbackOutcome> RefusedAsync(CallbackToken token, AgencyDocument agency, AgencyOperation operation, string found, CancellationToken cancellationToken)
    {
        var fault = new Fault(
            AnswerFiles.Refused,
            $"Expected {agency.Name.En} to answer '{operation.Name.En}' with a file that can be kept, but {found}; have the agency send it again, corrected, then resolve this.", token.EffectId, agency.Code);
        var outcome = await _runtime.SendAsync(token.CaseId, new ReportIncident($"refused-file:{token.EffectId}", fault), Actor.System, cancellationToken);
        return outcome is CommandOutcome.Unavailable unavailable
            ? new CallbackOutcome.Unavailable(unavailable.Message)
            : new CallbackOutcome.Invalid(AnswerFiles.Refused, $"Expected files that can be kept, but {found}; correct it and send it again.");
    }

    // Before the case sees the answer: a reference without its link would be swept away under the case.
    private async Task<CallbackOutcome?> LinkAsync(CallbackToken token, AgencyDocument agency, AgencyOperation operation, IReadOnlyList<Attachment> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var mark = AttachmentMarks.Link(file, $"agency:{agency.Code}/{operation.Id}");
            if (await _runtime.SendAsync(token.CaseId, mark, new Actor("agency", agency.Code), cancellationToken) is CommandOutcome.Unavailable(var message))
                return new CallbackOutcome.Unavailable(message);
        }

        return null;
    }
}
