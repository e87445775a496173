using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators.Requests;

/// <summary>Puts the operations of all agencies on the wire.</summary>
internal static class AgencyEndpoints
{
    /// <summary>Maps every operation, and the question for a request where the operation calls back.</summary>
    public static void MapAgencies(this WebApplication app)
    {
        foreach (var operation in AgencyDirectory.Operations)
        {
            var path = $"/{operation.Agency}/{operation.Path}";
            app.MapPost(path, context => ReceiveAsync(context, operation));
            if (operation.CallsBack)
                app.MapGet(path + "/requests/{requestId}", (HttpContext context, string requestId) => AskAsync(context, operation, requestId));
            if (operation.InquiryPath is { } inquiry)
                app.MapGet($"/{operation.Agency}/{inquiry}/{{dossierNumber}}", (HttpContext context, string dossierNumber) => LookAsync(context, operation, dossierNumber));
        }

        app.MapGet("/justice/certificates/{name}.pdf", (string name) => Results.Bytes(CertificateDocument.Make(name), "application/pdf"));
    }

    private static Task ReceiveAsync(HttpContext context, Operation operation)
    {
        var services = context.RequestServices;
        services.GetRequiredService<RegistrationLedger>().CountRequest(operation.Agency, operation.Id);
        var faults = services.GetRequiredService<FaultBoard>().Strike(operation.Agency, operation.Id);
        return Wire.AnswerAsync(context, faults, () => DecideAsync(context, operation, faults));
    }

    private static Task AskAsync(HttpContext context, Operation operation, string requestId) =>
        Wire.WriteAsync(context, context.RequestServices.GetRequiredService<RequestDesk>().Ask(operation, requestId), []);

    // A fault of the whole agency strikes the question too; one of the operation does not.
    private static Task LookAsync(HttpContext context, Operation operation, string dossierNumber)
    {
        var services = context.RequestServices;
        services.GetRequiredService<RegistrationLedger>().CountRequest(operation.Agency, operation.InquiryPath!);
        var faults = services.GetRequiredService<FaultBoard>().Strike(operation.Agency, operation.InquiryPath!);
        return Wire.AnswerAsync(context, faults, () => Task.FromResult(services.GetRequiredService<RequestDesk>().Look(operation, dossierNumber)));
    }

    private static async Task<DeskAnswer> DecideAsync(HttpContext context, Operation operation, IReadOnlyList<Fault> faults)
    {
        var request = context.Request;
        var (body, problem) = await RequestReader.ReadAsync(context);
        if (body is null)
            return problem!;
        var callbackText = request.Headers["X-Callback-Url"].ToString();
        Uri? callbackUrl = null;
        if (callbackText.Length > 0 && !(Uri.TryCreate(callbackText, UriKind.Absolute, out callbackUrl) && callbackUrl.Scheme is "http" or "https"))
            return new DeskAnswer.Problem(400, "callback-url", "Expected an absolute http address in X-Callback-Url, but it is none; send one.");
        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        var baseUrl = new Uri($"{request.Scheme}://{request.Host}");
        return context.RequestServices.GetRequiredService<RequestDesk>().Receive(operation, key, callbackUrl, body, faults, baseUrl);
    }
}
