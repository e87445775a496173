namespace Orchestrator.Server.Problems;

/// <summary>A kind of problem that a caller can be told about. The code is part of the contract and never changes its meaning.</summary>
/// <param name="Code">Stable code; title and detail are the texts of that name in <c>ProblemTexts.resx</c>.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record ProblemKind(string Code, int Status)
{
    public static readonly ProblemKind BadRequest = new("bad-request", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind MalformedJson = new("malformed-json", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind MalformedForm = new("malformed-form", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind FormBroken = new("form-broken", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind IdempotencyKeyMissing = new("idempotency-key-missing", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind BadParameter = new("bad-parameter", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind Antiforgery = new("antiforgery", StatusCodes.Status400BadRequest);
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", StatusCodes.Status401Unauthorized);
    public static readonly ProblemKind KeyNotAccepted = new("key-not-accepted", StatusCodes.Status401Unauthorized);
    public static readonly ProblemKind CallbackForged = new("callback-forged", StatusCodes.Status401Unauthorized);
    public static readonly ProblemKind Forbidden = new("forbidden", StatusCodes.Status403Forbidden);
    public static readonly ProblemKind HolderRequired = new("holder-required", StatusCodes.Status403Forbidden);
    public static readonly ProblemKind OutOfScope = new("out-of-scope", StatusCodes.Status403Forbidden);
    public static readonly ProblemKind NotFound = new("not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind ProcedureNotFound = new("procedure-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind CaseNotFound = new("case-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind TaskNotFound = new("task-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind IncidentNotFound = new("incident-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind AgencyNotFound = new("agency-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind DocumentVersionNotFound = new("document-version-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind AttachmentNotFound = new("attachment-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind KeyNotFound = new("key-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind ErasureNotFound = new("erasure-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind CallbackUnknown = new("callback-unknown", StatusCodes.Status404NotFound);
    public static readonly ProblemKind CallbackExpired = new("callback-expired", StatusCodes.Status404NotFound);
    public static readonly ProblemKind ProofNotFound = new("proof-not-found", StatusCodes.Status404NotFound);
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", StatusCodes.Status405MethodNotAllowed);
    public static readonly ProblemKind RequestTimeout = new("request-timeout", StatusCodes.Status408RequestTimeout);
    public static readonly ProblemKind IdempotencyConflict = new("idempotency-conflict", StatusCodes.Status409Conflict);
    public static readonly ProblemKind EventConflict = new("event-conflict", StatusCodes.Status409Conflict);
    public static readonly ProblemKind NobodyWaits = new("nobody-waits", StatusCodes.Status409Conflict);
    public static readonly ProblemKind CaseFinished = new("case-finished", StatusCodes.Status409Conflict);
    public static readonly ProblemKind TaskClaimed = new("task-claimed", StatusCodes.Status409Conflict);
    public static readonly ProblemKind TaskDone = new("task-done", StatusCodes.Status409Conflict);
    public static readonly ProblemKind IncidentClosed = new("incident-closed", StatusCodes.Status409Conflict);
    public static readonly ProblemKind CommandRejected = new("command-rejected", StatusCodes.Status409Conflict);
    public static readonly ProblemKind CaseRunning = new("case-running", StatusCodes.Status409Conflict);
    public static readonly ProblemKind EndpointAmbiguous = new("endpoint-ambiguous", StatusCodes.Status409Conflict);
    public static readonly ProblemKind AttachmentConflict = new("attachment-conflict", StatusCodes.Status409Conflict);
    public static readonly ProblemKind AttachmentNotScanned = new("attachment-not-scanned", StatusCodes.Status409Conflict);
    public static readonly ProblemKind ErasureDecided = new("erasure-decided", StatusCodes.Status409Conflict);
    public static readonly ProblemKind SecondPersonRequired = new("second-person-required", StatusCodes.Status409Conflict);
    public static readonly ProblemKind AuditContradicted = new("audit-contradicted", StatusCodes.Status409Conflict);
    public static readonly ProblemKind CaseErased = new("case-erased", StatusCodes.Status410Gone);
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", StatusCodes.Status413PayloadTooLarge);
    public static readonly ProblemKind AttachmentTooLarge = new("attachment-too-large", StatusCodes.Status413PayloadTooLarge);
    public static readonly ProblemKind MediaType = new("media-type", StatusCodes.Status415UnsupportedMediaType);
    public static readonly ProblemKind EndpointFiles = new("endpoint-files", StatusCodes.Status415UnsupportedMediaType);
    public static readonly ProblemKind AttachmentType = new("attachment-type", StatusCodes.Status415UnsupportedMediaType);
    public static readonly ProblemKind ApplicationInvalid = new("application-invalid", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind RequestInvalid = new("request-invalid", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind DefinitionInvalid = new("definition-invalid", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind DocumentInvalid = new("document-invalid", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind ReasonRequired = new("reason-required", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind PurposeRequired = new("purpose-required", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind BasisRequired = new("basis-required", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind AttachmentEmpty = new("attachment-empty", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind AttachmentHash = new("attachment-hash", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind AttachmentInfected = new("attachment-infected", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind TaskAnswer = new("task-answer", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind LocalityNotServed = new("locality-not-served", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind CallbackInvalid = new("callback-invalid", StatusCodes.Status422UnprocessableEntity);
    public static readonly ProblemKind TooManyFailedKeys = new("too-many-failed-keys", StatusCodes.Status429TooManyRequests);
    public static readonly ProblemKind TooManyUploads = new("too-many-uploads", StatusCodes.Status429TooManyRequests);
    public static readonly ProblemKind Internal = new("internal", StatusCodes.Status500InternalServerError);
    public static readonly ProblemKind AttachmentDamaged = new("attachment-damaged", StatusCodes.Status500InternalServerError);
    public static readonly ProblemKind Unavailable = new("unavailable", StatusCodes.Status503ServiceUnavailable);
    public static readonly ProblemKind Timeout = new("timeout", StatusCodes.Status504GatewayTimeout);

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        .. typeof(ProblemKind).GetFields().Where(field => field.FieldType == typeof(ProblemKind)).Select(field => (ProblemKind)field.GetValue(null)!),
    ];

    /// <summary>The kind that stands for a bare HTTP status, written by the framework and not by an endpoint.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => Forbidden,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => MediaType,
        StatusCodes.Status429TooManyRequests => TooManyFailedKeys,
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        StatusCodes.Status504GatewayTimeout => Timeout,
        >= 500 => Internal,
        _ => BadRequest with { Status = status },
    };
}
