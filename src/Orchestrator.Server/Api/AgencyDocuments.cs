using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Versions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>The agencies' documents: their versions, and how they are changed.</summary>
internal static class AgencyDocumentEndpoints
{
    /// <summary>Longest note, in characters.</summary>
    public const int LongestNote = 2_000;

    private const string Yaml = "application/yaml", Zip = "application/zip";

    /// <summary>Maps <c>/agencies/{code}/documents</c>.</summary>
    public static void MapAgencyDocuments(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/agencies/{code}/documents").WithTags("Agencies");
        documents.MapGet("/", ListAsync).WithName("ListAgencyDocuments").For(Permission.ReadAgencies).Fails(ProblemKind.AgencyNotFound)
            .WithSummary("Lists the versions of an agency's document, newest first; the newest is in force.");
        documents.MapGet("/{version}", GetAsync).WithName("GetAgencyDocument").For(Permission.ReadAgencies)
            .Produces<Stream>(StatusCodes.Status200OK, Yaml, RequestBody.Json).Fails(ProblemKind.AgencyNotFound, ProblemKind.DocumentVersionNotFound)
            .WithSummary("Gives a version byte for byte, to be written to workflows/agencies/{code}/.");
        documents.MapGet("/diff", CompareAsync).WithName("CompareAgencyDocuments").For(Permission.ReadAgencies)
            .Fails(ProblemKind.AgencyNotFound, ProblemKind.DocumentVersionNotFound)
            .WithSummary("Says what is different between two versions, and which published definitions that meets.");
        documents.MapPost("/", PutAsync).WithName("PutAgencyDocument").For(Permission.EditAgencies)
            .Accepts<Stream>(Yaml, RequestBody.Json, Zip, "application/x-yaml", "text/yaml", "application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(DocumentUpload.LargestUpload))
            .Fails(ProblemKind.AgencyNotFound, ProblemKind.DocumentInvalid, ProblemKind.BadParameter, ProblemKind.BodyTooLarge, ProblemKind.MediaType)
            .WithSummary("Puts a document in force: OpenAPI 3.0 or 3.1 in YAML or JSON, or a zip archive of it and the files that it refers to.")
            .WithDescription("201 with a new version, 200 when it says what is in force already, or with 'check=true', which stores nothing. Cases that run keep the version that they were drawn with.");
        documents.MapPost("/{version}/activate", RestoreAsync).WithName("ActivateAgencyDocument").For(Permission.EditAgencies).Takes<NoteBody>(optional: true)
            .Fails(ProblemKind.AgencyNotFound, ProblemKind.DocumentVersionNotFound, ProblemKind.DocumentInvalid, ProblemKind.BadParameter)
            .WithSummary("Puts the content of an earlier version in force again, as the next version.");
        api.MapPost("/agencies/reload", ReloadAsync).WithName("ReloadAgencyDocuments").WithTags("Agencies").For(Permission.EditAgencies)
            .WithSummary("Has this node read the files of workflows/agencies again; those that were changed become versions.");
    }

    private static async Task<Results<Ok<AgencyDocumentsView>, Problem>> ListAsync(string code, HttpContext context, DocumentLibrary library, AgencyCatalog catalog)
    {
        var history = Sees(context, code) ? await library.HistoryAsync(code, context.RequestAborted) : [];
        if (history.Count == 0)
            return new Problem(ProblemKind.AgencyNotFound, code);
        var inForce = catalog.Find(code)?.Version;
        return TypedResults.Ok(new AgencyDocumentsView(
            inForce, [.. history.Select(version => DocumentVersionView.Of(version, inForce))], [.. library.Faults(history).Select(DocumentFaultView.Of)]));
    }

    private static async Task<Results<FileContentHttpResult, Problem>> GetAsync(string code, int version, HttpContext context, DocumentLibrary library)
    {
        if (!Sees(context, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        if (await library.ContentAsync(code, version, context.RequestAborted) is not { } content)
            return new Problem(ProblemKind.DocumentVersionNotFound, version, code);
        var isJson = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').TrimStart() is ['{', ..];
        return TypedResults.File(
            content, isJson ? RequestBody.Json : Yaml, isJson ? "openapi.json" : "openapi.yaml",
            entityTag: new EntityTagHeaderValue($"\"{DocumentVersion.HashOf(Encoding.UTF8.GetString(content))}\""));
    }

    private static async Task<Results<Ok<DocumentDifferenceView>, Problem>> CompareAsync(string code, int from, int to, HttpContext context, DocumentLibrary library) =>
        !Sees(context, code) ? new Problem(ProblemKind.AgencyNotFound, code)
        : await library.CompareAsync(code, from, to, context.RequestAborted) is { } difference ? TypedResults.Ok(DocumentDifferenceView.Of(difference))
        : new Problem(ProblemKind.DocumentVersionNotFound, $"{from}, {to}", code);

    private static async Task<Results<Created<DocumentPutView>, Ok<DocumentPutView>, Problem>> PutAsync(
        string code, HttpContext context, DocumentLibrary library, bool? check, string? note)
    {
        if (!Sees(context, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        if (note?.Length > LongestNote)
            return new Problem(ProblemKind.BadParameter, "note");
        var bytes = await RequestBody.ReadBytesAsync(context, DocumentUpload.LargestUpload);
        return Answer(code, await library.PutAsync(code, DocumentUpload.Read(bytes), context.Caller().Name, Text(note), check == true, context.RequestAborted));
    }

    private static async Task<Results<Created<DocumentPutView>, Ok<DocumentPutView>, Problem>> RestoreAsync(
        string code, int version, HttpContext context, DocumentLibrary library)
    {
        if (!Sees(context, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        string? note = null;
        if (context.Request.ContentLength is not (null or 0))
        {
            var body = await RequestBody.ReadAsync<NoteBody>(context);
            if (!body.IsGood)
                return body.Problem;
            note = body.Value.Note;
        }

        if (note?.Length > LongestNote)
            return new Problem(ProblemKind.BadParameter, "note");
        return await library.RestoreAsync(code, version, context.Caller().Name, Text(note), context.RequestAborted) is var outcome and not PutOutcome.Unknown
            ? Answer(code, outcome) : new Problem(ProblemKind.DocumentVersionNotFound, version, code);
    }

    private static async Task<Ok<IReadOnlyList<DocumentFaultView>>> ReloadAsync(HttpContext context, DocumentLibrary library, AgencyCatalog catalog)
    {
        await library.ReloadAsync(context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<DocumentFaultView>>([.. catalog.Faults.Select(DocumentFaultView.Of)]);
    }

    private static Results<Created<DocumentPutView>, Ok<DocumentPutView>, Problem> Answer(string code, PutOutcome outcome) => outcome switch
    {
        PutOutcome.Stored(var version, var review) => TypedResults.Created(
            $"{ApiConventions.Prefix}/agencies/{code}/documents/{version.Version}", DocumentPutView.Of("stored", version.Version, review)),
        PutOutcome.Unchanged(var version, var review) => TypedResults.Ok(DocumentPutView.Of("unchanged", version.Version, review)),
        PutOutcome.Checked(var review) => TypedResults.Ok(DocumentPutView.Of("checked", null, review)),
        PutOutcome.Refused(var faults) => new Problem(ProblemKind.DocumentInvalid, faults.Length)
        {
            Errors = [.. faults.Select(fault => new ProblemError(fault.Path, fault.Code, fault.Message))],
        },
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    private static string? Text(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();

    private static bool Sees(HttpContext context, string code) => context.Caller().Agency is not { } own || own == code;
}
