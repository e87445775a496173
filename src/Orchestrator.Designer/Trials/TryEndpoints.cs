using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;

namespace Orchestrator.Designer.Trials;

/// <summary>What the forms of the page are sent to, on which a procedure is tried. They check the antiforgery token.</summary>
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
            page.MapPost("/start", StartAsync), page.MapPost("/run", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => trial.RunOn()))),
            page.MapPost("/pass", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => trial.RunOn(passesTime: true)))),
            page.MapPost("/answer", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Answer(trial, form))),
            page.MapPost("/outcomes", (HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess who) =>
                Use(context, definitionId, form, desk, who, trial => Quietly(() => Choose(trial, form)))),
        ]) access.Require(endpoint, DesignerRight.ReadDefinitions);
    }

    private static async Task<IResult> StartAsync(HttpContext context, string definitionId, IFormCollection form, TrialStart trials, TrialDesk desk, IDesignerAccess access)
    {
        var (version, text, owner) = (form["version"].ToString(), form["application"].ToString(), OwnerOf(context, access));
        desk.Keep(owner, definitionId, text);
        if (await trials.FindAsync(definitionId, version, context.RequestAborted) is not Triable.Ready { Workflow: var workflow }) return Back(definitionId, version, null);
        var (application, fault) = Json(text);
        if (fault is null && application is not { ValueKind: JsonValueKind.Object }) fault = TrialTexts.Text("noobject");
        if (fault is not null) return Back(definitionId, version, TrialTexts.Text("badjson", fault));
        var id = desk.Add(trials.Begin(workflow, application!.Value, seed: 1), owner);
        return Results.LocalRedirect($"{PageOf(definitionId)}?trial={id}#{Here}");
    }

    private static IResult Back(string definitionId, string version, string? fault) => Results.LocalRedirect(
        $"{PageOf(definitionId)}?version={Uri.EscapeDataString(version)}{(fault is null ? "" : "&fault=" + Uri.EscapeDataString(fault))}");

    /// <summary>The page on which a definition is tried.</summary>
    public static string PageOf(string definitionId) => $"/designer/try/{Uri.EscapeDataString(definitionId)}";

    /// <summary>Does something with the trial and shows the page again; what went wrong is told there.</summary>
    private static IResult Use(HttpContext context, string definitionId, IFormCollection form, TrialDesk desk, IDesignerAccess access, Func<Trial, string?> act)
    {
        var id = form["trial"].ToString();
        var fault = desk.Use(id, OwnerOf(context, access), trial => act(trial) ?? "");
        var told = string.IsNullOrEmpty(fault) ? "" : "&fault=" + Uri.EscapeDataString(fault);
        return Results.LocalRedirect($"{PageOf(definitionId)}?trial={Uri.EscapeDataString(id)}{told}#{Here}");
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
}
