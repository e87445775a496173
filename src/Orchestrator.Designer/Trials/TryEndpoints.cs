using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;

namespace Orchestrator.Designer.Trials;

/// <summary>The page on which a procedure is tried, and what its forms are sent to. The forms check the antiforgery token.</summary>
internal static class TryEndpoints
{
    /// <summary>Name of the place in the diagram where the case stands.</summary>
    public const string Here = "here";

    public static void MapTrials(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IDesignerAccess>();
        var page = routes.MapGroup("/designer/try/{definitionId}");
        page.ExcludeFromDescription();
        foreach (var endpoint in (RouteHandlerBuilder[])
        [
            page.MapGet("", ShowAsync), page.MapPost("/start", StartAsync), page.MapPost("/run", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => trial.RunOn()))),
            page.MapPost("/pass", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => trial.RunOn(passesTime: true)))),
            page.MapPost("/answer", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Answer(trial, form))),
            page.MapPost("/outcomes", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => Choose(trial, form)))),
        ]) access.Require(endpoint, DesignerRight.ReadDefinitions);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string definitionId, TrialStart trials, TrialDesk desk, IDesignerAccess access, string? version, string? trial, string? fault, long? seed)
    {
        if (trial is not null)
        {
            var shown = desk.Use(trial, OwnerOf(context, access), running => new TryModel(
                definitionId, running.Workflow.VersionId, NameOf(running.Workflow), null, 0, trial, new TryRunModel(running), fault));
            if (shown is not null) return Page(shown);
            fault = TrialTexts.Text("gone");
        }

        if (await trials.FindAsync(definitionId, version, context.RequestAborted) is not { } workflow)
            return Page(new TryModel(definitionId, version, definitionId, null, 0, Fault: TrialTexts.Text("notfound")), StatusCodes.Status404NotFound);
        var application = await trials.SampleAsync(workflow, seed, context.RequestAborted);
        return Page(new TryModel(definitionId, workflow.VersionId, NameOf(workflow), application, seed ?? 0, Fault: fault));
    }

    private static async Task<IResult> StartAsync(HttpContext context, string definitionId, IFormCollection form, TrialStart trials, TrialDesk desk, IDesignerAccess access)
    {
        if (await trials.FindAsync(definitionId, form["version"], context.RequestAborted) is not { } workflow)
            return Page(new TryModel(definitionId, null, definitionId, null, 0, Fault: TrialTexts.Text("notfound")), StatusCodes.Status404NotFound);
        var text = form["application"].ToString();
        var (application, fault) = Json(text);
        if (fault is null && application is not { ValueKind: JsonValueKind.Object }) fault = "it is none.";
        if (fault is not null)
            return Page(new TryModel(definitionId, workflow.VersionId, NameOf(workflow), text, 0, Fault: TrialTexts.Text("badjson", fault)), StatusCodes.Status400BadRequest);
        var id = desk.Add(trials.Begin(workflow, application!.Value, seed: 1), OwnerOf(context, access));
        return Results.LocalRedirect($"/designer/try/{Uri.EscapeDataString(definitionId)}?trial={id}#{Here}");
    }

    /// <summary>Does something with the trial and shows the page again; what went wrong is told there.</summary>
    private static IResult Use(HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess access, Func<Trial, string?> act)
    {
        var id = form["trial"].ToString();
        var fault = desk.Use(id, OwnerOf(context, access), trial => act(trial) ?? "");
        var told = string.IsNullOrEmpty(fault) ? "" : "&fault=" + Uri.EscapeDataString(fault);
        return Results.LocalRedirect($"/designer/try/{Uri.EscapeDataString(definitionId)}?trial={Uri.EscapeDataString(id)}{told}#{Here}");
    }

    private static string? Answer(Trial trial, IFormCollection form)
    {
        var (outcome, bookmark) = (form["outcome"].ToString() is { Length: > 0 } chosen ? chosen : null, form["bookmark"].ToString());
        if (trial.Waits.FirstOrDefault(wait => wait.BookmarkId == bookmark) is not { } wait) return TrialTexts.Text("gone");
        var (payload, fault) = Json(form["payload"].ToString());
        if (fault is not null) return TrialTexts.Text("badjson", fault);
        return trial.Answer(bookmark, (form["what"].ToString(), wait.Kind) switch
        {
            ("deadline", _) => new TrialAnswer.Deadline(),
            ("fail", _) => new TrialAnswer.Failure("agency-failed"),
            (_, Workflows.Execution.BookmarkKind.Task) => new TrialAnswer.TaskResult(WithOutcome(payload, outcome)),
            (_, Workflows.Execution.BookmarkKind.Event) => new TrialAnswer.Signal(payload),
            (_, Workflows.Execution.BookmarkKind.Child) => new TrialAnswer.ChildEnd(Workflows.Execution.CaseSubStatus.Finished, payload ?? JsonElement.Parse("{}")),
            _ => new TrialAnswer.Reply(outcome, payload),
        });
    }

    /// <summary>An officer's answer says its option as <c>outcome</c>.</summary>
    private static JsonElement WithOutcome(JsonElement? payload, string? outcome)
    {
        var members = payload is { ValueKind: JsonValueKind.Object } given
            ? given.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)
            : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (outcome is not null) members.TryAdd("outcome", JsonSerializer.SerializeToElement(outcome));
        return JsonSerializer.SerializeToElement(members);
    }

    private static void Choose(Trial trial, IFormCollection form)
    {
        const string Prefix = "outcome.";
        foreach (var field in form.Where(field => field.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (field.Value.ToString() is { Length: > 0 } port) trial.Chosen[field.Key[Prefix.Length..]] = port;
            else trial.Chosen.Remove(field.Key[Prefix.Length..]);
        }
    }

    private static (JsonElement? Value, string? Fault) Json(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, null);
        try
        {
            return (JsonElement.Parse(text), null);
        }
        catch (JsonException problem)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"{problem.Message}"));
        }
    }

    private static string? Quietly(Action act)
    {
        act();
        return null;
    }

    private static string OwnerOf(HttpContext context, IDesignerAccess access) => access.CallerOf(context).Actor.ToString();

    private static string NameOf(Workflows.Compilation.CompiledWorkflow workflow) => workflow.Definition?.Name ?? workflow.DefinitionId;

    private static RazorComponentResult<TryPage> Page(TryModel model, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?> { [nameof(TryPage.Model)] = model }) { StatusCode = status };
}
