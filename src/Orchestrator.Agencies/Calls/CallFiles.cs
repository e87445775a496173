using System.Globalization;
using System.Text.Json;
using Orchestrator.Attachments;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>
/// Finds the files that a call refers to. Each must be part of its case, or of the case that this one was made by: a definition cannot send away what belongs to
/// others. What cannot be sent is told, never left out.
/// </summary>
internal sealed class CallFiles(AttachmentBook attachments, ICaseRuntime runtime)
{
    private const string Support = "support";
    private const int MostAncestors = 16;

    /// <summary>Finds them; a request without files is found as it is.</summary>
    public async Task<FileSearch> FindAsync(CaseId caseId, AgencyRequest request, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RequestBody.File, RequestBody>();
        foreach (var file in request.Files)
        {
            var (body, problem) = await FindAsync(caseId, file, cancellationToken);
            if (problem is not null)
                return problem;
            found[file] = body!;
        }

        return new FileSearch.Found(request with
        {
            Body = request.Body switch
            {
                RequestBody.File whole => found[whole],
                RequestBody.Multipart(var parts) => new RequestBody.Multipart([.. parts.Select(part => part.Content is RequestBody.File file ? part with { Content = found[file] } : part)]),
                var other => other,
            },
        });
    }

    private async Task<(RequestBody? Body, FileSearch? Problem)> FindAsync(CaseId caseId, RequestBody.File file, CancellationToken cancellationToken)
    {
        if (ReferenceIn(file.Reference) is not { } reference)
            return (null, Missing("attachment-missing", $"Expected the reference of an attachment for {file.Input}, but the value is none; correct the value and retry."));
        if (await attachments.FindAsync(reference, cancellationToken) is not { } attachment || !await BelongsAsync(reference, caseId, cancellationToken))
            return (null, Missing("attachment-missing", $"Expected the attachment for {file.Input} to be part of this case, but it is not; have it sent as a supplement, then retry."));
        return attachment switch
        {
            { Scan: ScanState.Infected } => (null, Missing("attachment-infected", $"Expected a clean file for {file.Input}, but the virus scanner found something in it; ask for another file.")),
            { IsUsable: false } => (null, new FileSearch.NotYet("attachment-not-scanned", $"Expected the attachment for {file.Input} to be scanned, but the virus scanner does not answer; start it, then retry.")),
            _ when !file.Rule.Takes(attachment.MediaType) => (null, Missing(
                "attachment-refused", $"Expected a file of {string.Join(", ", file.Rule.MediaTypes)} for {file.Input}, but it is {attachment.MediaType}; ask for another file, then retry.")),
            _ when attachment.Size > file.Rule.MaxBytes => (null, Missing(
                "attachment-refused",
                string.Create(CultureInfo.InvariantCulture, $"Expected a file of at most {file.Rule.MaxBytes} bytes for {file.Input}, but it has {attachment.Size}; ask for a smaller file, then retry."))),
            _ => (new RequestBody.Stored(attachment, file.Rule.HashHeader), null),
        };
    }

    // The reference itself, or what an application says about one file: an object with one reference in it.
    private static AttachmentReference? ReferenceIn(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Object && AttachmentReference.Find(value).Take(2).ToList() is [var (_, reference)] ? reference : null;

    private async Task<bool> BelongsAsync(AttachmentReference reference, CaseId caseId, CancellationToken cancellationToken)
    {
        CaseId? current = caseId;
        for (var count = 0; current is { } known && count < MostAncestors; count++)
        {
            if (await attachments.BelongsAsync(reference, known, cancellationToken))
                return true;
            current = (await runtime.FindAsync(known, cancellationToken))?.Started.Parent?.CaseId;
        }

        return false;
    }

    private static FileSearch.Missing Missing(string code, string message) => new(code, message, Support);
}

/// <summary>What became of the files of a call.</summary>
internal abstract record FileSearch
{
    private FileSearch() { }

    /// <summary>All are there; the request has them.</summary>
    public sealed record Found(AgencyRequest Request) : FileSearch;

    /// <summary>One cannot be sent, and never will as it is.</summary>
    public sealed record Missing(string Code, string Message, string Owner) : FileSearch;

    /// <summary>One cannot be sent yet.</summary>
    public sealed record NotYet(string Code, string Message) : FileSearch;
}
