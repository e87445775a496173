using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Control;

/// <summary>What a tester needs: faults, the report, and generated people and applications.</summary>
internal static class ControlEndpoints
{
    private const int MostAtOnce = 1000;

    /// <summary>Maps <c>/_control</c>.</summary>
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/_control");
        control.MapGet("/health", () => Results.Ok(new { status = "ok" }));
        control.MapGet("/report", (RegistrationLedger ledger) => ledger.Report());
        control.MapGet("/scenarios", () => Scenario.All);
        control.MapGet("/faults", (FaultBoard board) => board.List());
        control.MapPost("/faults", SwitchOn);
        control.MapDelete("/faults", (FaultBoard board) =>
        {
            board.Clear();
            return Results.NoContent();
        });
        control.MapGet("/people", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.People(seed, Bounded(count))));
        control.MapGet("/applications/birth", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.Births(seed, Bounded(count))));
        control.MapGet("/applications/death", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.Deaths(seed, Bounded(count))));
    }

    private static IResult SwitchOn(FaultRequest request, FaultBoard board)
    {
        if (!AgencyDirectory.Operations.Any(operation => operation.Agency == request.Agency && (request.Operation is null || operation.Id == request.Operation)))
            return Results.Problem($"Expected an agency and an operation of it, but '{request.Agency}' with '{request.Operation}' is none; see the documents of the agencies.", statusCode: 400);
        if (request.Probability is < 0 or > 1 || request.Count is < 1 || request.DelayMs is < 0)
            return Results.Problem("Expected probability from 0 to 1, count from 1 and delayMs from 0, but one is outside; correct it.", statusCode: 400);
        board.Add(new Fault(request.Agency, request.Operation, request.Fault, request.Count, request.Probability ?? 1, request.DelayMs));
        return Results.Ok(board.List());
    }

    private static int Bounded(int? count) => Math.Clamp(count ?? 1, 1, MostAtOnce);

    private sealed record FaultRequest(string Agency, string? Operation, FaultKind Fault, int? Count, double? Probability, int? DelayMs);
}
