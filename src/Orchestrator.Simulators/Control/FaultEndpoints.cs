using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators.Control;

/// <summary>What a tester of any stand-in needs: faults and the report.</summary>
internal static class FaultEndpoints
{
    /// <summary>Maps them below <c>/_control</c>.</summary>
    /// <param name="app">The host.</param>
    /// <param name="isKnown">True for an agency and an operation of it (null for all) that are played here.</param>
    /// <param name="onlyAgency">The agency that is meant when a fault names none, or null.</param>
    public static void MapFaults(this WebApplication app, Func<string?, string?, bool> isKnown, string? onlyAgency = null)
    {
        var control = app.MapGroup("/_control");
        control.MapGet("/health", () => Results.Ok(new { status = "ok" }));
        control.MapGet("/report", (RegistrationLedger ledger) => ledger.Report());
        control.MapGet("/faults", (FaultBoard board) => board.List());
        control.MapPost("/faults", (FaultRequest request, FaultBoard board) => SwitchOn(request with { Agency = request.Agency ?? onlyAgency }, board, isKnown));
        control.MapDelete("/faults", (FaultBoard board) =>
        {
            board.Clear();
            return Results.NoContent();
        });
    }

    private static IResult SwitchOn(FaultRequest request, FaultBoard board, Func<string?, string?, bool> isKnown)
    {
        if (request.Agency is null || !isKnown(request.Agency, request.Operation))
            return Results.Problem($"Expected an agency and an operation of it, but '{request.Agency}' with '{request.Operation}' is none; see the documents of the agencies.", statusCode: 400);
        if (request.Probability is < 0 or > 1 || request.Count is < 1 || request.DelayMs is < 0)
            return Results.Problem("Expected probability from 0 to 1, count from 1 and delayMs from 0, but one is outside; correct it.", statusCode: 400);
        if (request.Fault == FaultKind.Outcome && request.Outcome is null)
            return Results.Problem("Expected the port in 'outcome', but there is none; add it.", statusCode: 400);
        board.Add(new Fault(request.Agency, request.Operation, request.Fault, request.Count, request.Probability ?? 1, request.DelayMs, request.Outcome));
        return Results.Ok(board.List());
    }

    private sealed record FaultRequest(string? Agency, string? Operation, FaultKind Fault, int? Count, double? Probability, int? DelayMs, string? Outcome);
}
