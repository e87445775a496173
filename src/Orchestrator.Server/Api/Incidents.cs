using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Incidents;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Api;

/// <summary>The support desk: faults that wait for a person.</summary>
internal static class IncidentEndpoints
{
    /// <summary>Maps <c>/incidents</c>.</summary>
    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapGet("/", ListAsync).WithName("ListIncidents").For(Permission.ReadIncidents).Fails(ProblemKind.BadParameter)
            .WithSummary("Lists incidents, oldest first; open ones unless 'open' is false.");
        incidents.MapGet("/{id}", GetAsync).WithName("GetIncident").For(Permission.ReadIncidents).Fails(ProblemKind.IncidentNotFound)
            .WithSummary("Shows one incident.");
        incidents.MapPost("/{id}/retry", RetryAsync).WithName("RetryIncident").For(Permission.ResolveIncidents).Takes<ReasonBody>()
            .Fails(Closing).WithSummary("Runs the faulted step again.");
        incidents.MapPost("/{id}/resolve", ResolveAsync).WithName("ResolveIncident").For(Permission.ResolveIncidents).Takes<ReasonBody>()
            .Fails(Closing).WithSummary("Closes the incident without further work; needs a reason.");
        incidents.MapPost("/{id}/override", OverrideAsync).WithName("OverrideIncident").For(Permission.ResolveIncidents).Takes<OverrideBody>()
            .Fails(Closing).WithSummary("Lets the step end through a port that a person chose; needs a reason, which goes into the journal with the caller.");
        incidents.MapPost("/{id}/compensate", CompensateAsync).WithName("CompensateIncident").For(Permission.ResolveIncidents).Takes<CompensateBody>()
            .Fails(Closing).WithSummary("Undoes what the steps around the incident did at agencies, the last first, then retries, cancels or leaves it to a person; needs a reason. It goes on after the answer; the case's steps show how far it is.");
        incidents.MapPost("/bulk", BulkAsync).WithName("ActOnIncidents").For(Permission.ResolveIncidents).Takes<BulkBody>()
            .Fails(ProblemKind.RequestInvalid, ProblemKind.ReasonRequired, ProblemKind.OutOfScope)
            .WithSummary("Retries or resolves all open incidents of one cause, at most 500 a call.");
    }

    private static ProblemKind[] Closing =>
    [
        ProblemKind.IncidentNotFound, ProblemKind.IncidentClosed, ProblemKind.CommandRejected, ProblemKind.ReasonRequired, ProblemKind.RequestInvalid,
    ];

    private static async Task<Results<Ok<Page<IncidentView>>, Problem>> ListAsync(
        HttpContext context, IncidentDesk desk, string? code, string? owner, string? locality, bool? open, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        if (Search(context.Caller(), code, owner, locality) is not { } search)
            return TypedResults.Ok(new Page<IncidentView>([], null));
        search = search with { OnlyOpen = open ?? true, Cursor = cursor, Limit = limit ?? Paging.UsualLimit };
        return await desk.ListAsync(search, context.RequestAborted) is { } page
            ? TypedResults.Ok(page)
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static async Task<Results<Ok<IncidentView>, Problem>> GetAsync(string id, HttpContext context, IncidentDesk desk) =>
        await FindAsync(id, context, desk) is { } incident ? TypedResults.Ok(incident) : new Problem(ProblemKind.IncidentNotFound, id);

    private static Task<Results<Ok<IncidentView>, Problem>> RetryAsync(string id, HttpContext context, IncidentDesk desk) =>
        ActAsync<ReasonBody>(id, context, desk, (incident, body) =>
            desk.RetryAsync(incident, body.Reason, context.Caller().Actor, context.RequestAborted));

    private static Task<Results<Ok<IncidentView>, Problem>> ResolveAsync(string id, HttpContext context, IncidentDesk desk) =>
        ActAsync<ReasonBody>(id, context, desk, (incident, body) =>
            desk.ResolveAsync(incident, body.Reason, context.Caller().Actor, context.RequestAborted));

    private static Task<Results<Ok<IncidentView>, Problem>> OverrideAsync(string id, HttpContext context, IncidentDesk desk) =>
        ActAsync<OverrideBody>(id, context, desk, (incident, body) =>
            desk.OverrideAsync(incident, body.Outcome, body.Outputs, body.Reason, context.Caller().Actor, context.RequestAborted));

    private static Task<Results<Ok<IncidentView>, Problem>> CompensateAsync(string id, HttpContext context, IncidentDesk desk) =>
        ActAsync<CompensateBody>(id, context, desk, (incident, body) =>
            desk.CompensateAsync(incident, body.Scope, (CompensationFollowUp)body.Then, body.Reason, context.Caller().Actor, context.RequestAborted));

    private static async Task<Results<Ok<IncidentView>, Problem>> ActAsync<TBody>(
        string id, HttpContext context, IncidentDesk desk, Func<IncidentId, TBody, Task<IncidentOutcome>> act)
        where TBody : class
    {
        var body = await RequestBody.ReadAsync<TBody>(context);
        if (!body.IsGood)
            return body.Problem;
        if (await FindAsync(id, context, desk) is not { } incident)
            return new Problem(ProblemKind.IncidentNotFound, id);
        return await act(incident.Id, body.Value) switch
        {
            IncidentOutcome.Done => TypedResults.Ok(await desk.FindAsync(incident.Id, context.RequestAborted) ?? incident),
            IncidentOutcome.NotFound => new Problem(ProblemKind.IncidentNotFound, id),
            IncidentOutcome.AlreadyClosed => new Problem(ProblemKind.IncidentClosed, id),
            IncidentOutcome.ReasonRequired => (Problem)ProblemKind.ReasonRequired,
            IncidentOutcome.Refused refused => Faults.Refused(refused.Code, refused.Message),
            IncidentOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<BulkAnswer>, Problem>> BulkAsync(HttpContext context, IncidentDesk desk)
    {
        var body = await RequestBody.ReadAsync<BulkBody>(context);
        if (!body.IsGood)
            return body.Problem;
        var (action, code, owner, reason) = body.Value;
        if (string.IsNullOrWhiteSpace(code))
            return RequestBody.Invalid("/code", "field-missing");
        if (action == BulkAction.Resolve && string.IsNullOrWhiteSpace(reason))
            return (Problem)ProblemKind.ReasonRequired;
        if (Search(context.Caller(), code, owner, null) is not { } search)
            return (Problem)ProblemKind.OutOfScope;
        var outcome = action == BulkAction.Retry
            ? await desk.RetryAllAsync(search, reason, context.Caller().Actor, context.RequestAborted)
            : await desk.ResolveAllAsync(search, reason!, context.Caller().Actor, context.RequestAborted);
        return TypedResults.Ok(new BulkAnswer(
            outcome.Done, [.. outcome.Failed.Select(failed => new BulkFailure(failed.Key, failed.Value))], outcome.Remaining));
    }

    private static IncidentSearch? Search(Caller caller, string? code, string? owner, string? locality) =>
        CaseScope.Localities(caller, locality) is { } localities && (caller.Agency is null || owner is null || owner == caller.Agency)
            ? new IncidentSearch { Code = code, Owner = owner ?? caller.Agency, Localities = localities }
            : null;

    private static async Task<IncidentView?> FindAsync(string id, HttpContext context, IncidentDesk desk) =>
        IncidentId.TryParse(id, out var incidentId) && await desk.FindAsync(incidentId, context.RequestAborted) is { } incident
        && CaseScope.Sees(context.Caller(), incident)
            ? incident
            : null;
}

/// <summary>How a step is to end instead.</summary>
/// <param name="Outcome">The port to take.</param>
/// <param name="Outputs">Output values by name, or null.</param>
/// <param name="Reason">Why, 1 to 2,000 characters.</param>
public sealed record OverrideBody(string Outcome, JsonElement? Outputs, string? Reason);

/// <summary>What is to be undone.</summary>
/// <param name="Scope">Id or name of a container or step, <c>case</c> for everything, or null for the container around the faulted step.</param>
/// <param name="Then">What follows when it is undone.</param>
/// <param name="Reason">Why, 1 to 2,000 characters.</param>
public sealed record CompensateBody(string? Scope, AfterCompensation Then, string? Reason);

/// <summary>What follows a compensation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AfterCompensation>))]
public enum AfterCompensation
{
    /// <summary>The incident stays open for a person.</summary>
    [JsonStringEnumMemberName("fault")]
    Fault = CompensationFollowUp.Fault,

    /// <summary>The case ends as stopped.</summary>
    [JsonStringEnumMemberName("cancel")]
    Cancel = CompensationFollowUp.Cancel,

    /// <summary>What was undone runs again from the beginning of the scope.</summary>
    [JsonStringEnumMemberName("retry")]
    Retry = CompensationFollowUp.Retry,
}

/// <summary>An act on all open incidents of one cause.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Code">Cause.</param>
/// <param name="Owner">Only those of this owner, or null.</param>
/// <param name="Reason">Why; required to resolve.</param>
public sealed record BulkBody(BulkAction Action, string? Code, string? Owner, string? Reason);

/// <summary>What can be done to many incidents at once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkAction>))]
public enum BulkAction
{
    /// <summary>Run the faulted steps again.</summary>
    [JsonStringEnumMemberName("retry")]
    Retry,

    /// <summary>Close without further work.</summary>
    [JsonStringEnumMemberName("resolve")]
    Resolve,
}

/// <summary>What became of an act on many incidents.</summary>
/// <param name="Done">Acted on.</param>
/// <param name="Failed">Not acted on.</param>
/// <param name="Remaining">True when there are more than one call takes: call again.</param>
public sealed record BulkAnswer(IReadOnlyList<IncidentId> Done, IReadOnlyList<BulkFailure> Failed, bool Remaining);

/// <summary>An incident that was not acted on.</summary>
/// <param name="Id">Which.</param>
/// <param name="Code">Why, a stable code.</param>
public sealed record BulkFailure(IncidentId Id, string Code);
