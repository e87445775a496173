using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Files that go with applications, supplements and agencies' answers.</summary>
internal static class AttachmentEndpoints
{
    /// <summary>What a form adds to the file in it, in bytes, at most.</summary>
    private const long FormOverhead = 64 * 1024;

    private const string AnyContent = "application/octet-stream";

    private static readonly TimeSpan ScanPatience = TimeSpan.FromMinutes(1);

    /// <summary>Maps <c>/attachments</c> and <c>/cases/{number}/attachments</c>.</summary>
    public static void MapAttachments(this RouteGroupBuilder api)
    {
        var attachments = api.MapGroup("/attachments").WithTags("Attachments");
        attachments.MapPost("/", UploadAsync).WithName("UploadAttachment").For(Permission.StartCases)
            .Accepts<Stream>("*/*")
            .Fails(
                ProblemKind.IdempotencyKeyMissing, ProblemKind.BadParameter, ProblemKind.FormBroken, ProblemKind.AttachmentConflict, ProblemKind.AttachmentTooLarge, ProblemKind.AttachmentType,
                ProblemKind.AttachmentEmpty, ProblemKind.AttachmentHash, ProblemKind.AttachmentInfected, ProblemKind.TooManyUploads)
            .WithSummary("Stores one file, once per Idempotency-Key, and gives the reference that applications carry.")
            .WithDescription(
                "The file is the body, with its Content-Type and its name in 'name' or Content-Disposition, or the first part of a multipart/form-data body that has a file name. "
                + "201 when it is new, 200 with the same reference when the same key and content came before. Content-Digest (RFC 9530, sha-256) is checked when it is there. "
                + "A file with 'scan' not-scanned cannot be used before the virus scanner has looked at it. A file that no application uses is removed after some days.")
            .WithMetadata(new DisableRequestSizeLimitAttribute()).DisableRequestTimeout();
        attachments.MapGet("/{reference}", GetAsync).WithName("GetAttachment").For(Permission.ReadCases).RecordsReads().Fails(ProblemKind.AttachmentNotFound)
            .WithSummary("Tells what is known of an attachment.");
        attachments.MapGet("/{reference}/content", ReadAsync).WithName("ReadAttachment").For(Permission.ReadCases).RecordsReads()
            .Fails(ProblemKind.AttachmentNotFound, ProblemKind.AttachmentNotScanned, ProblemKind.AttachmentDamaged)
            .Produces<Stream>(contentType: AnyContent).Produces<Stream>(StatusCodes.Status206PartialContent, AnyContent)
            .WithSummary("Gives the content of an attachment, whole or in ranges.").DisableRequestTimeout();
        attachments.MapMethods("/{reference}/content", [HttpMethods.Head], ReadAsync).WithName("HeadAttachment").For(Permission.ReadCases).RecordsReads()
            .Fails(ProblemKind.AttachmentNotFound, ProblemKind.AttachmentNotScanned, ProblemKind.AttachmentDamaged).Produces(StatusCodes.Status200OK)
            .WithSummary("Gives the headers of the content: size, type, digest.");
        api.MapGet("/cases/{number}/attachments", ListAsync).WithName("ListCaseAttachments").WithTags("Attachments").For(Permission.ReadCases).RecordsReads().Fails(ProblemKind.CaseNotFound, ProblemKind.PurposeRequired)
            .WithSummary("Lists the attachments of a case: where each came from, and how to read it. File names are masked; with 'unmask' they are shown to whoever may see them and says what for.");
    }

    private static async Task<Results<Created<AttachmentView>, Ok<AttachmentView>, Problem>> UploadAsync(
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, string? name, HttpContext context, UploadDesk desk)
    {
        if (string.IsNullOrEmpty(idempotencyKey))
            return (Problem)ProblemKind.IdempotencyKeyMissing;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = desk.LargestFile + FormOverhead;
        var (file, wrong) = await UploadedFile.ReadAsync(context, name);
        if (wrong is not null)
            return wrong;
        var upload = new Upload(context.Caller().Actor.ToString(), idempotencyKey, file!.Content)
        {
            Name = file.Name,
            MediaType = file.MediaType,
            ExpectedSha256 = file.ExpectedSha256,
            Length = file.Length,
        };
        return await desk.UploadAsync(upload, context.RequestAborted) switch
        {
            UploadOutcome.Stored stored => TypedResults.Created(Href(stored.Attachment), AttachmentView.Of(stored.Attachment)),
            UploadOutcome.Again again => TypedResults.Ok(AttachmentView.Of(again.Attachment)),
            UploadOutcome.KeyConflict => (Problem)ProblemKind.AttachmentConflict,
            UploadOutcome.InvalidKey => (Problem)ProblemKind.IdempotencyKeyMissing,
            UploadOutcome.TooLarge large => new Problem(ProblemKind.AttachmentTooLarge, large.Limit),
            UploadOutcome.WrongType type => new Problem(ProblemKind.AttachmentType, type.Declared, type.Found),
            UploadOutcome.Empty => (Problem)ProblemKind.AttachmentEmpty,
            UploadOutcome.WrongHash hash => new Problem(ProblemKind.AttachmentHash, hash.Found),
            UploadOutcome.Infected infected => new Problem(ProblemKind.AttachmentInfected, infected.Finding),
            UploadOutcome.TooMany => new Problem(ProblemKind.TooManyUploads) { RetryAfter = ScanPatience },
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<AttachmentView>, Problem>> GetAsync(string reference, HttpContext context, AttachmentAccess access, AttachmentBook book, ReadRecorder reads)
    {
        if (await access.FindAsync(context.Caller(), reference, context.RequestAborted) is not { } attachment)
            return (Problem)ProblemKind.AttachmentNotFound;
        return await RecordAsync(context, attachment, book, reads, isContent: false) is { } unclear ? unclear
            : TypedResults.Ok(AttachmentView.Of(attachment, isMasked: (await book.CasesOfAsync(attachment.Reference, context.RequestAborted)).Count > 0));
    }

    /// <summary>Records the read in every case that uses the attachment; before any does, its sender alone knows it.</summary>
    private static async Task<Problem?> RecordAsync(HttpContext context, Attachment attachment, AttachmentBook book, ReadRecorder reads, bool isContent)
    {
        foreach (var caseId in await book.CasesOfAsync(attachment.Reference, context.RequestAborted))
        {
            if (await reads.RecordAsync(context, caseId, isContent ? "attachment" : "attachments", isUnmasked: isContent) is { } unclear)
                return unclear;
        }

        return null;
    }

    private static async Task<IResult> ReadAsync(string reference, HttpContext context, AttachmentAccess access, AttachmentBook book, ReadRecorder reads)
    {
        if (await access.FindAsync(context.Caller(), reference, context.RequestAborted) is not { Scan: not ScanState.Infected } attachment)
            return (Problem)ProblemKind.AttachmentNotFound;
        if (!attachment.IsUsable)
            return new Problem(ProblemKind.AttachmentNotScanned) { RetryAfter = ScanPatience };
        if (await RecordAsync(context, attachment, book, reads, isContent: true) is { } unclear)
            return unclear;
        Stream content;
        try
        {
            content = await book.OpenAsync(attachment, context.RequestAborted);
        }
        catch (AttachmentDamagedException)
        {
            return (Problem)ProblemKind.AttachmentDamaged;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(attachment.Reference.Sha256))}:";
        // What citizens send is never shown inside our own pages.
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        return TypedResults.File(
            content, attachment.MediaType, attachment.Name ?? attachment.Reference.Id.ToString("N"), attachment.UploadedAt,
            new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{attachment.Reference.Sha256}\""), enableRangeProcessing: true);
    }

    private static async Task<Results<Ok<IReadOnlyList<CaseAttachmentView>>, Problem>> ListAsync(string number, HttpContext context, CaseScope scope, AttachmentBook book, ReadRecorder reads, bool? unmask)
    {
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        var isUnmasked = unmask ?? false;
        if (await (isUnmasked ? reads.RecordUnmaskedAsync(context, file.CaseId, "attachments") : reads.RecordAsync(context, file.CaseId, "attachments")) is { } unclear)
            return unclear;
        var found = await book.OfCaseAsync(file.CaseId, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<CaseAttachmentView>>([.. found.Select(one => new CaseAttachmentView(AttachmentView.Of(one.Attachment, !isUnmasked), one.Source, one.LinkedAt))]);
    }

    internal static string Href(Attachment attachment) => $"{ApiConventions.Prefix}/attachments/{attachment.Reference}";
}

/// <summary>An attachment as the API shows it.</summary>
/// <param name="Reference">What applications, supplements and calls carry.</param>
/// <param name="Sha256">Hash of its content, hexadecimal.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">What its content is.</param>
/// <param name="Name">File name, or null; of a file of a case only its ending, unless 'unmask' is asked for.</param>
/// <param name="Scan"><c>not-required</c>, <c>not-scanned</c>, <c>clean</c> or <c>infected</c>.</param>
/// <param name="IsUsable">True when it may be part of an application.</param>
/// <param name="UploadedAt">When it came.</param>
/// <param name="Href">Where to ask for it; its content is at <c>content</c> below that.</param>
public sealed record AttachmentView(
    string Reference, string Sha256, long Size, string MediaType, string? Name, string Scan, bool IsUsable, DateTimeOffset UploadedAt, string Href)
{
    internal static AttachmentView Of(Attachment attachment, bool isMasked = false) => new(
        attachment.Reference.ToString(), attachment.Reference.Sha256, attachment.Size, attachment.MediaType, isMasked ? Masked(attachment.Name) : attachment.Name, attachment.Scan.Word(),
        attachment.IsUsable, attachment.UploadedAt, AttachmentEndpoints.Href(attachment));

    // What stands behind the last dot of a name is an ending only when it looks like one.
    private static string? Masked(string? name) =>
        name is null ? null : CaseMask.Text + (Path.GetExtension(name) is { Length: > 1 and <= 5 } ending && ending.Skip(1).All(char.IsAsciiLetterOrDigit) ? ending : "");
}

/// <summary>An attachment as part of a case.</summary>
/// <param name="Attachment">The attachment.</param>
/// <param name="Source">Where it came from: <c>application</c>, <c>supplement</c>, or an agency's code and operation.</param>
/// <param name="Since">Since when it is part of the case.</param>
public sealed record CaseAttachmentView(AttachmentView Attachment, string Source, DateTimeOffset Since);
