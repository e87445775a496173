using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases;
using Orchestrator.Cases.Procedures;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>What can be started here.</summary>
internal static class ProcedureEndpoints
{
    private static readonly TimeZoneInfo Vietnam = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>Maps <c>/procedures</c>.</summary>
    public static void MapProcedures(this RouteGroupBuilder api)
    {
        var procedures = api.MapGroup("/procedures").WithTags("Procedures");
        procedures.MapGet("/", List).WithName("ListProcedures").For(Permission.ReadProcedures)
            .WithSummary("Lists the procedures that can be started here.");
        procedures.MapGet("/{code}", Get).WithName("GetProcedure").For(Permission.ReadProcedures).Fails(ProblemKind.ProcedureNotFound)
            .WithSummary("Shows one procedure, by any code that it has or had.");
        procedures.MapGet("/{code}/schema", GetSchema).WithName("GetProcedureSchema").For(Permission.ReadProcedures).Fails(ProblemKind.ProcedureNotFound)
            .Produces<JsonElement>(contentType: "application/schema+json")
            .WithSummary("Gives the JSON Schema of the procedure's application.");
    }

    private static Ok<IReadOnlyList<ProcedureView>> List(ProcedureCatalog catalog, TimeProvider time) =>
        TypedResults.Ok<IReadOnlyList<ProcedureView>>([.. catalog.All.Select(procedure => View(procedure, time))]);

    private static Results<Ok<ProcedureView>, Problem> Get(string code, ProcedureCatalog catalog, TimeProvider time) =>
        catalog.Find(code) is { } procedure ? TypedResults.Ok(View(procedure, time)) : new Problem(ProblemKind.ProcedureNotFound, code);

    private static IResult GetSchema(string code, ProcedureCatalog catalog) =>
        catalog.Find(code) is { } procedure
            ? TypedResults.Json(procedure.ApplicationSchema, contentType: "application/schema+json")
            : new Problem(ProblemKind.ProcedureNotFound, code);

    private static ProcedureView View(Procedure procedure, TimeProvider time) => new(
        procedure.CodeOn(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Vietnam).DateTime)),
        procedure.Code, procedure.Name, procedure.Group, procedure.Localities, procedure.Parts, procedure.Limits, procedure.CutOff,
        procedure.LegalBasis);
}

/// <summary>A procedure as the API shows it.</summary>
/// <param name="Code">The code it has today, Vietnam time.</param>
/// <param name="FirstCode">The code it was first published under.</param>
/// <param name="Name">Name.</param>
/// <param name="Group">Group shown to citizens.</param>
/// <param name="Localities">Commune codes that it is open to; <c>*</c> stands for all.</param>
/// <param name="Parts">What the bundle consists of.</param>
/// <param name="Limits">Legal limits, oldest first.</param>
/// <param name="CutOff">From when on a day's receipts count from the next working day, or null.</param>
/// <param name="LegalBasis">Legal bases.</param>
public sealed record ProcedureView(
    string Code, string FirstCode, BilingualText Name, BilingualText Group, ImmutableArray<string> Localities, ImmutableArray<ProcedurePart> Parts,
    ImmutableArray<ProcedureLimit> Limits, CutOff? CutOff, ImmutableArray<string> LegalBasis);
