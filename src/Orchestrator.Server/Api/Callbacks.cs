using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Agencies' asynchronous answers.</summary>
internal static class CallbackEndpoints
{
    /// <summary>Maps <c>/callbacks/{token}</c>. Open to anyone: the token is signed, and good for one answer.</summary>
    public static void MapCallbacks(this RouteGroupBuilder api) => api
        .MapPost("/callbacks/{token}", ReceiveAsync).WithName("ReceiveCallback").WithTags("Callbacks").AllowAnonymous()
        .Takes<JsonElement>()
        .Fails(ProblemKind.CallbackUnknown, ProblemKind.CallbackExpired, ProblemKind.CallbackForged, ProblemKind.CallbackInvalid)
        .WithSummary("Takes an agency's answer at the address that it got with the call.")
        .WithDescription("An answer that comes again is applied once and answered in the same way.");

    private static async Task<Results<Ok<CallbackReceipt>, Problem>> ReceiveAsync(string token, HttpContext context, CallbackReceiver receiver)
    {
        var body = await RequestBody.ReadBytesAsync(context);
        var certificate = context.Connection.ClientCertificate?.GetCertHashString(HashAlgorithmName.SHA256);
        var request = new CallbackRequest(token, body, name => context.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null, certificate);
        return await receiver.ReceiveAsync(request, context.RequestAborted) switch
        {
            CallbackOutcome.Applied or CallbackOutcome.AlreadyApplied => TypedResults.Ok(new CallbackReceipt("taken")),
            CallbackOutcome.TooLate => TypedResults.Ok(new CallbackReceipt("too-late")),
            CallbackOutcome.StillPending => TypedResults.Ok(new CallbackReceipt("pending")),
            CallbackOutcome.Unknown { Code: "callback-expired" } => (Problem)ProblemKind.CallbackExpired,
            CallbackOutcome.Unknown => (Problem)ProblemKind.CallbackUnknown,
            CallbackOutcome.Invalid invalid => new Problem(ProblemKind.CallbackInvalid) { Errors = [new ProblemError("", invalid.Code, invalid.Message)] },
            CallbackOutcome.Forged forged => new Problem(ProblemKind.CallbackForged) { Errors = [new ProblemError("", forged.Code, forged.Message)] },
            CallbackOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }
}

/// <summary>What became of an agency's answer.</summary>
/// <param name="Status"><c>taken</c>, <c>too-late</c> (recorded, not used) or <c>pending</c> (the final answer still follows).</param>
public sealed record CallbackReceipt(string Status);
