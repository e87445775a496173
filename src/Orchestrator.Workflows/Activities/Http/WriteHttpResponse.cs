using System.Globalization;
using System.Net;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Http;

/// <summary>
/// Answers the request that the case received last. The answer leaves after this decision is durable; when nobody waits for it any more (the case waited for something
/// else first, the server was restarted), the history says so and the case goes on.
/// </summary>
internal sealed class WriteHttpResponse : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        var written = turn.TextInput("StatusCode") ?? turn.Input("StatusCode").ToString();
        if (StatusOf(written) is not { } status)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected an HTTP status between 200 and 599, but got '{written}'; give for example 200 or OK."));
            return;
        }

        if (turn.State.Marks.TryGetValue(HttpMarks.Request, out var request) && request.Text("id") is { } id)
        {
            turn.Request(EffectKinds.HttpResponse, Json.Object(
                ("requestId", id), ("status", status), ("content", turn.Input("Content")), ("contentType", turn.TextInput("ContentType")),
                ("headers", HttpHeaderValues.Of(turn.Input("ResponseHeaders")))));
            turn.Complete();
        }
        else
        {
            turn.Fault(new Fault("no-request", "Expected a request to answer, but the case has received none; draw an HTTP Endpoint before this activity."));
        }
    }

    private static int? StatusOf(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.TryParse<HttpStatusCode>(text, ignoreCase: true, out var named)) number = (int)named;
        return number is >= 200 and < 600 ? number : null;
    }
}

/// <summary>Headers as designers write them: <c>{"X-A": "1"}</c> or <c>{"X-A": ["1", "2"]}</c>, also as JSON text; nothing is no header.</summary>
internal static class HttpHeaderValues
{
    public static JsonElement Of(JsonElement given)
    {
        if (given.ValueKind == JsonValueKind.String && Workflows.Data.JsonText.TryParseStructure(given.GetString()!, out var parsed)) given = parsed;
        if (given.ValueKind != JsonValueKind.Object) return JsonMembers.EmptyObject;
        return Json.Object(given.EnumerateObject().Where(h => !h.Value.IsAbsent()).Select(h => KeyValuePair.Create(h.Name,
            JsonSerializer.SerializeToElement(h.Value.ValueKind == JsonValueKind.Array ? h.Value.EnumerateArray().Select(v => v.ToString()).ToArray() : [h.Value.ToString()]))));
    }
}
