using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Callbacks;
using Orchestrator.Simulators.Faults;

namespace Orchestrator.Simulators.Requests;

/// <summary>Writes what the desk says, with the faults of the transport.</summary>
internal static class Wire
{
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(2);

    /// <summary>Lets the faults strike, decides unless one keeps the request from the desk, and writes the answer.</summary>
    public static async Task AnswerAsync(HttpContext context, IReadOnlyList<Fault> faults, Func<Task<DeskAnswer>> decide)
    {
        if (Find(faults, FaultKind.Slow) is { } slow)
            await Task.Delay(slow.DelayMs is { } ms ? TimeSpan.FromMilliseconds(ms) : _slow, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
        if (Refused(faults) is { } problem)
        {
            await WriteAsync(context, problem, faults);
            return;
        }

        var answer = await decide();
        var sender = context.RequestServices.GetRequiredService<CallbackSender>();
        if (answer is DeskAnswer.Later later)
        {
            if (Find(faults, FaultKind.Mismatch) is not null)
                sender.SpoilNext(later.RequestId);
            if (Find(faults, FaultKind.EarlyCallback) is not null)
                await sender.SendDueAsync(context.RequestAborted);
        }

        sender.Wake();
        await WriteAsync(context, answer, faults);
    }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpContext context, DeskAnswer answer, IReadOnlyList<Fault> faults)
    {
        if (Find(faults, FaultKind.LostAnswer) is not null)
            context.Abort();
        else if (Find(faults, FaultKind.Malformed) is not null)
            await context.Response.WriteAsync("<html>502 proxy says: {\"outcome\":", context.RequestAborted);
        else
            await ToResult(Find(faults, FaultKind.Mismatch) is not null && answer is DeskAnswer.Final final ? final with { Body = Spoilt(final.Body) } : answer).ExecuteAsync(context);
    }

    /// <summary>The answer with one value of another kind than before; what says the outcome stays, so that only the schema can notice.</summary>
    public static string Spoilt(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject { Count: > 0 } body)
            return "\"unexpected\"";
        var member = body.Select(member => member.Key).FirstOrDefault(name => name is not ("outcome" or "requestId"), body.First().Key);
        body[member] = body[member] is JsonObject or JsonArray ? "unexpected" : new JsonObject { ["unexpected"] = true };
        return body.ToJsonString();
    }

    private static DeskAnswer.Problem? Refused(IReadOnlyList<Fault> faults) =>
        Find(faults, FaultKind.Down) is not null ? new DeskAnswer.Problem(503, "down", "The agency is not available.")
        : Find(faults, FaultKind.Error500) is not null ? new DeskAnswer.Problem(500, "failed", "The agency failed.")
        : Find(faults, FaultKind.Error429) is { } busy ? new DeskAnswer.Problem(429, "too-many-requests", "Too many requests; wait as Retry-After says.") { RetryAfter = TimeSpan.FromMilliseconds(busy.DelayMs ?? 1000) }
        : Find(faults, FaultKind.NotYet) is not null ? new DeskAnswer.Problem(425, "not-yet", "Not possible yet; ask again later.")
        : null;

    private static Fault? Find(IReadOnlyList<Fault> faults, FaultKind kind) => faults.FirstOrDefault(fault => fault.Kind == kind);

    private static IResult ToResult(DeskAnswer answer) => answer switch
    {
        DeskAnswer.Final { Body.Length: 0 } final => Results.StatusCode(final.Status),
        DeskAnswer.Final final => Results.Text(final.Body, MediaTypeNames.Application.Json, Encoding.UTF8, final.Status),
        DeskAnswer.Later { Body.Length: 0 } later => Results.StatusCode(later.Status),
        DeskAnswer.Later later => Results.Text(later.Body, MediaTypeNames.Application.Json, Encoding.UTF8, later.Status),
        DeskAnswer.Problem problem => new ProblemResult(problem),
        _ => throw new InvalidOperationException($"Expected a known answer, but got {answer}."),
    };

    private sealed class ProblemResult(DeskAnswer.Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            if (problem.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            var extensions = new Dictionary<string, object?> { ["code"] = problem.Code };
            if (problem.Errors.Count > 0)
                extensions["errors"] = JsonSerializer.SerializeToElement(problem.Errors, JsonSerializerOptions.Web);
            return Results.Problem(problem.Detail, statusCode: problem.Status, extensions: extensions).ExecuteAsync(context);
        }
    }
}
