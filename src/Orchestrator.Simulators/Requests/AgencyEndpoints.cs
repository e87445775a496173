using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Callbacks;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators.Requests;

/// <summary>Puts the operations of all agencies on the wire, with the faults of the transport.</summary>
internal static class AgencyEndpoints
{
    private const int LargestBody = 1 << 20;
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(2);

    /// <summary>Maps every operation, and the question for a request where the operation calls back.</summary>
    public static void MapAgencies(this WebApplication app)
    {
        foreach (var operation in AgencyDirectory.Operations)
        {
            var path = $"/{operation.Agency}/{operation.Path}";
            app.MapPost(path, context => ReceiveAsync(context, operation));
            if (operation.CallsBack)
                app.MapGet(path + "/requests/{requestId}", (string requestId, RequestDesk desk) => ToResult(desk.Ask(operation, requestId)));
        }

        app.MapGet("/justice/certificates/{name}.pdf", (string name) => Results.Bytes(CertificateDocument.Make(name), "application/pdf"));
    }

    private static async Task ReceiveAsync(HttpContext context, Operation operation)
    {
        var services = context.RequestServices;
        services.GetRequiredService<RegistrationLedger>().CountRequest(operation.Agency, operation.Id);
        var faults = services.GetRequiredService<FaultBoard>().Strike(operation.Agency, operation.Id);
        if (faults.FirstOrDefault(fault => fault.Kind == FaultKind.Slow) is { } slow)
            await Task.Delay(slow.DelayMs is { } ms ? TimeSpan.FromMilliseconds(ms) : _slow, services.GetRequiredService<TimeProvider>(), context.RequestAborted);
        if (Refused(faults) is { } problem)
        {
            await ToResult(problem).ExecuteAsync(context);
            return;
        }

        var answer = await DecideAsync(context, operation, faults);
        services.GetRequiredService<CallbackSender>().Wake();
        if (Has(faults, FaultKind.LostAnswer))
            context.Abort();
        else if (Has(faults, FaultKind.Malformed))
            await context.Response.WriteAsync("<html>502 proxy says: {\"outcome\":", context.RequestAborted);
        else
            await ToResult(answer).ExecuteAsync(context);
    }

    private static async Task<DeskAnswer> DecideAsync(HttpContext context, Operation operation, IReadOnlyList<Fault> faults)
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
            return new DeskAnswer.Problem(422, "too-large", "Expected at most 1 MB, but the body is larger; send references to documents instead of the documents.");
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null)
            return new DeskAnswer.Problem(400, "not-json", "Expected a JSON object, but the body is none; send application/json.");
        var callbackText = request.Headers["X-Callback-Url"].ToString();
        Uri? callbackUrl = null;
        if (callbackText.Length > 0 && !(Uri.TryCreate(callbackText, UriKind.Absolute, out callbackUrl) && callbackUrl.Scheme is "http" or "https"))
            return new DeskAnswer.Problem(400, "callback-url", "Expected an absolute http address in X-Callback-Url, but it is none; send one.");
        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        var baseUrl = new Uri($"{request.Scheme}://{request.Host}");
        return context.RequestServices.GetRequiredService<RequestDesk>().Receive(operation, key, callbackUrl, body, faults, baseUrl);
    }

    private static DeskAnswer.Problem? Refused(IReadOnlyList<Fault> faults) =>
        Has(faults, FaultKind.Down) ? new DeskAnswer.Problem(503, "down", "The agency is not available.")
        : Has(faults, FaultKind.Error500) ? new DeskAnswer.Problem(500, "failed", "The agency failed.")
        : Has(faults, FaultKind.NotYet) ? new DeskAnswer.Problem(425, "not-yet", "Not possible yet; ask again later.")
        : null;

    private static bool Has(IReadOnlyList<Fault> faults, FaultKind kind) => faults.Any(fault => fault.Kind == kind);

    private static IResult ToResult(DeskAnswer answer) => answer switch
    {
        DeskAnswer.Final final => Results.Text(final.Body, MediaTypeNames.Application.Json, Encoding.UTF8, final.Status),
        DeskAnswer.Accepted accepted => Results.Json(new { accepted.RequestId }, statusCode: StatusCodes.Status202Accepted),
        DeskAnswer.Problem problem => Results.Problem(problem.Detail, statusCode: problem.Status, extensions: new Dictionary<string, object?> { ["code"] = problem.Code }),
        _ => throw new InvalidOperationException($"Expected a known answer, but got {answer}."),
    };
}
