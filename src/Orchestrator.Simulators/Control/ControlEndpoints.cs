using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Control;

/// <summary>What a demonstration needs: scenarios, and generated people and applications.</summary>
internal static class ControlEndpoints
{
    private const int MostAtOnce = 1000;

    /// <summary>Maps them below <c>/_control</c>.</summary>
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/_control");
        control.MapGet("/scenarios", () => Scenario.All);
        control.MapGet("/people", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.People(seed, Bounded(count))));
        control.MapGet("/applications/birth", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.Births(seed, Bounded(count))));
        control.MapGet("/applications/death", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.Deaths(seed, Bounded(count))));
        control.MapGet("/applications/land-transfer", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.LandTransfers(seed, Bounded(count))));
        control.MapGet("/applications/covid-support", (SampleApplications samples, int? seed, int? count) => Results.Json(samples.CovidSupports(seed, Bounded(count))));
    }

    private static int Bounded(int? count) => Math.Clamp(count ?? 1, 1, MostAtOnce);
}
