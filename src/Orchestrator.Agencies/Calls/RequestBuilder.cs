using System.Text.Json;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>Builds the HTTP request of an operation and holds it against the document before anything leaves. Pure.</summary>
public static class RequestBuilder
{
    /// <summary>Builds it.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="server">Base address of the agency.</param>
    /// <param name="inputs">Values by input name, a JSON object.</param>
    /// <param name="idempotencyKey">The same over every try.</param>
    /// <param name="callbackUrl">Where the agency answers later, or null.</param>
    public static RequestBuild Build(AgencyOperation operation, Uri server, JsonElement inputs, string idempotencyKey, Uri? callbackUrl)
    {
        var target = new RequestTarget(operation.Path);
        var body = new RequestContent(operation.Body);
        foreach (var input in operation.Inputs)
        {
            if (!inputs.TryGetProperty(input.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                continue;
            var wire = WireValue.Of(value, input.Value);
            if (input.Place.Kind is PlaceKind.Body or PlaceKind.WholeBody)
                body.Add(input, wire);
            else if (input.Schema?.Check(wire.GetRawText()) is { IsEmpty: false } faults)
                return Mismatch(operation, $"/{input.Name}: {SchemaFault.Line(faults)}");
            else if (target.Place(input.Place, ParameterText.Write(input.Place.Name, input.Form, wire)) is { } problem)
                return Impossible($"Expected {problem} for {input.Name} of {operation.Id}, but found another; correct the value and retry.");
        }

        if (operation.Method != HttpMethod.Get && operation.Method != HttpMethod.Head)
            Own(operation.Idempotency, idempotencyKey, target, body);
        if (operation.CallbackUrl is { } place && callbackUrl is not null)
            Own(place, callbackUrl.AbsoluteUri, target, body);
        if (body.Json is { } json && operation.Schemas.Request?.Check(json) is { IsEmpty: false } wrong)
            return Mismatch(operation, SchemaFault.Line(wrong));
        return target.Missing is { } missing
            ? Impossible($"Expected a value for '{missing}' in the path of {operation.Id}, but there is none; give one and retry.")
            : new RequestBuild.Built(new AgencyRequest(operation.Method, target.Address(server), target.Headers, body.Write()));
    }

    // What the orchestrator itself adds: the key and the URL for the answer.
    private static void Own(ValuePlace place, string text, RequestTarget target, RequestContent body)
    {
        if (place.Kind == PlaceKind.Body)
            body.Add(place.Name, JsonSerializer.SerializeToElement(text));
        else
            target.Place(place, ParameterText.Plain(place.Name, text));
    }

    private static RequestBuild.Impossible Impossible(string message) => new("request-impossible", message);

    private static RequestBuild.Impossible Mismatch(AgencyOperation operation, string where) => new(
        "schema-mismatch", $"Expected values that meet the document's schema of {operation.Id}, but these do not: {where}; correct them and retry.");
}
