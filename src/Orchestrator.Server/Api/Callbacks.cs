using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Agencies' asynchronous answers.</summary>
internal static class CallbackEndpoints
{
    /// <summary>Maps <c>/callbacks/{token}</c>. Open to anyone: the token is signed, and good for one answer.</summary>
    public static void MapCallbacks(this RouteGroupBuilder api) => api
        .MapPost("/callbacks/{token}", ReceiveAsync).WithName("ReceiveCallback").WithTags("Callbacks").AllowAnonymous()
        .Accepts<Stream>("*/*")
        .WithMetadata(new DisableRequestSizeLimitAttribute()).DisableRequestTimeout()
        .Fails(ProblemKind.CallbackUnknown, ProblemKind.CallbackExpired, ProblemKind.CallbackForged, ProblemKind.CallbackInvalid, ProblemKind.BodyTooLarge, ProblemKind.RequestTimeout)
        .WithSummary("Takes an agency's answer at the address that it got with the call.")
        .WithDescription(
            "The body is what the agency's document describes for its callback: JSON, parts of multipart/form-data with files among them, or one file. "
            + "An answer that comes again is applied once and answered in the same way.");

    private static async Task<Results<Ok<CallbackReceipt>, Problem>> ReceiveAsync(string token, HttpContext context, CallbackReceiver receiver)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = receiver.LongestBody;
        var certificate = context.Connection.ClientCertificate?.GetCertHashString(HashAlgorithmName.SHA256);
        var request = new CallbackRequest(token, context.Request.Body, context.Request.ContentType, name => context.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null, certificate);
        return await receiver.ReceiveAsync(request, context.RequestAborted) switch
        {
            CallbackOutcome.Applied or CallbackOutcome.AlreadyApplied => TypedResults.Ok(new CallbackReceipt("taken")),
            CallbackOutcome.TooLate => TypedResults.Ok(new CallbackReceipt("too-late")),
            CallbackOutcome.StillPending => TypedResults.Ok(new CallbackReceipt("pending")),
            CallbackOutcome.Unknown { Code: "callback-expired" } => (Problem)ProblemKind.CallbackExpired,
            CallbackOutcome.Unknown => (Problem)ProblemKind.CallbackUnknown,
            CallbackOutcome.Invalid invalid => new Problem(ProblemKind.CallbackInvalid) { Errors = [new ProblemError("", invalid.Code, invalid.Message)] },
            CallbackOutcome.TooLarge => (Problem)ProblemKind.BodyTooLarge,
            CallbackOutcome.Forged forged => new Problem(ProblemKind.CallbackForged) { Errors = [new ProblemError("", forged.Code, forged.Message)] },
            CallbackOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }
}

/// <summary>What became of an agency's answer.</summary>
/// <param name="Status"><c>taken</c>, <c>too-late</c> (recorded, not used) or <c>pending</c> (the final answer still follows).</param>
public sealed record CallbackReceipt(string Status);
