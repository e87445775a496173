using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Workflows.Activities.Http;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Http;

/// <summary>Finds what a request is for: a published workflow that it starts, or a case that waits for it.</summary>
internal sealed class HttpEndpoints(
    TriggerIndex triggers, TriggeredStart start, CaseRuntime runtime, RequestWaiters waiters, Database database) : IHttpEndpoints
{
    public async Task<EndpointMatch> FindAsync(EndpointAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var starts = triggers.All
            .Where(trigger => trigger.Spec.Type == "Elsa.HttpEndpoint")
            .Select(trigger => (Trigger: trigger, Route: HttpRoute.Of(trigger.Spec.Inputs, TakesTooLarge(trigger))))
            .Where(found => found.Route is not null && Values(found.Route.Path, address.Path) is not null)
            .Select(found => new Endpoint(found.Route!, Values(found.Route!.Path, address.Path)!, found.Trigger, null))
            .ToList();
        var isForOneCase = address.CaseId is not null || address.CorrelationId is not null;
        var all = isForOneCase || starts.Count == 0 ? await WaitingAsync(address, cancellationToken) : starts;
        if (all.Count == 0) all = starts;
        var accepted = all.Where(found => found.Route.Methods.Contains(address.Method)).ToList();
        return accepted switch
        {
            [var one] => new EndpointMatch.Found(one),
            [_, _, ..] => new EndpointMatch.Ambiguous(),
            [] when all.Count > 0 => new EndpointMatch.WrongMethod([.. all.SelectMany(found => found.Route.Methods).Distinct(StringComparer.Ordinal)]),
            _ => new EndpointMatch.NotFound(),
        };
    }

    public async Task<EndpointAnswer> ReceiveAsync(Endpoint endpoint, EndpointRequest request, TimeSpan patience, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(request);
        using var waiter = waiters.Add(request.RequestId);
        if (endpoint.Waiting is { } waiting)
        {
            return await runtime.SendAsync(waiting.CaseId, new ReceiveRequest(waiting.BookmarkId, request.Content), actor, cancellationToken) switch
            {
                CommandOutcome.Accepted => await waiters.AnswerAsync(waiter, waiting.CaseId, patience, cancellationToken),
                CommandOutcome.Unavailable unavailable => new EndpointAnswer.Unavailable(unavailable.Message),
                _ => new EndpointAnswer.Gone(),
            };
        }

        var workflow = endpoint.Trigger!.Published.Workflow;
        var key = request.IdempotencyKey is { } given ? new StartKey("http", $"{workflow.DefinitionId}/{endpoint.Trigger.Spec.NodeId}/{given}", request.BodyHash) : null;
        return await start.StartAsync(endpoint.Trigger, key, request.Content, request.CorrelationId, actor, cancellationToken) switch
        {
            StartOutcome.Started started => await waiters.AnswerAsync(waiter, started.CaseId, patience, cancellationToken),
            StartOutcome.AlreadyStarted again => new EndpointAnswer.Accepted(again.CaseId),
            StartOutcome.KeyConflict conflict => new EndpointAnswer.Conflict(conflict.CaseId),
            StartOutcome.Refused refused => new EndpointAnswer.Refused(refused.CaseId),
            StartOutcome.Unavailable unavailable => new EndpointAnswer.Unavailable(unavailable.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool TakesTooLarge(PublishedTrigger trigger) =>
        trigger.Spec.Drawn.TryGetProperty("exposeRequestTooLargeOutcome", out var flag) && flag.ValueKind == JsonValueKind.True;

    private async Task<List<Endpoint>> WaitingAsync(EndpointAddress address, CancellationToken cancellationToken)
    {
        var names = await database.QueryAsync("SELECT DISTINCT name FROM bookmarks WHERE kind = 'Http'", [], row => row.GetString(0), cancellationToken);
        var found = new List<Endpoint>();
        foreach (var name in names)
        {
            if (Values(name, address.Path) is not { } values) continue;

            // Two are enough to know that it is not clear which one is meant.
            var waiting = await database.QueryAsync(
                """
                SELECT b.case_id, b.bookmark_id FROM bookmarks b JOIN cases c ON c.case_id = b.case_id
                WHERE b.kind = 'Http' AND b.name = @name AND (@anyCase OR b.case_id = @case) AND (@any OR c.correlation_id = @correlation)
                ORDER BY b.case_id, b.bookmark_id LIMIT 2
                """,
                [
                    ("@name", name), ("@anyCase", address.CaseId is null), ("@case", address.CaseId?.Value ?? Guid.Empty),
                    ("@any", address.CorrelationId is null), ("@correlation", address.CorrelationId ?? ""),
                ],
                row => (CaseId: new CaseId(row.GetGuid(0)), BookmarkId: row.GetString(1)), cancellationToken);
            foreach (var (caseId, bookmarkId) in waiting)
            {
                if (await runtime.FindAsync(caseId, cancellationToken) is { } state && state.Bookmarks.TryGetValue(bookmarkId, out var bookmark)
                    && HttpRoute.FromBookmark(bookmark.Payload) is { } route)
                    found.Add(new Endpoint(route, values, null, new WaitingCase(caseId, bookmarkId)));
            }
        }

        return found;
    }

    /// <returns>The parameters of the path, or null when it does not match.</returns>
    private static RouteValueDictionary? Values(string template, string path)
    {
        try
        {
            var values = new RouteValueDictionary();
            return new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch("/" + path, values) ? values : null;
        }
        catch (ArgumentException)
        {
            // A template that cannot be read matches nothing.
            return null;
        }
    }
}
