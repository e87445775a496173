using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>Builds the HTTP request of an operation. Pure.</summary>
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
        var parts = new Parts(operation.Path);
        foreach (var input in operation.Inputs)
        {
            if (!inputs.TryGetProperty(input.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                continue;
            if (parts.Place(input.Place, value, input.Value) is { } problem)
                return new RequestBuild.Impossible($"Expected {problem} for {input.Name} of {operation.Id}, but found another; correct the value and retry.");
        }

        if (operation.Method != HttpMethod.Get && operation.Method != HttpMethod.Head)
            parts.Place(operation.Idempotency, JsonSerializer.SerializeToElement(idempotencyKey), new ValueShape(ValueKind.Text));
        if (operation.CallbackUrl is { } place && callbackUrl is not null)
            parts.Place(place, JsonSerializer.SerializeToElement(callbackUrl.AbsoluteUri), new ValueShape(ValueKind.Text));
        return parts.Missing is { } missing
            ? new RequestBuild.Impossible($"Expected a value for '{missing}' in the path of {operation.Id}, but there is none; give one and retry.")
            : new RequestBuild.Built(parts.Request(operation.Method, server));
    }

    private sealed class Parts(string template)
    {
        private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        private readonly List<string> _query = [];
        private string _path = template;
        private JsonNode? _body;

        public string? Missing => _path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? _path[(start + 1)..].Split('}')[0] : null;

        /// <summary>Puts a value in its place; returns what was expected when it does not fit.</summary>
        public string? Place(ValuePlace place, JsonElement value, ValueShape shape)
        {
            switch (place.Kind)
            {
                case PlaceKind.Body:
                    (_body ??= new JsonObject())[place.Name] = Wire(value, shape);
                    return null;
                case PlaceKind.WholeBody:
                    _body = Wire(value, shape);
                    return null;
                case PlaceKind.Query when value.ValueKind == JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        if (Plain(item, shape) is not { } itemText)
                            return "a list of simple values";
                        _query.Add($"{Uri.EscapeDataString(place.Name)}={Uri.EscapeDataString(itemText)}");
                    }

                    return null;
            }

            if (Plain(value, shape) is not { } text)
                return "a simple value";
            switch (place.Kind)
            {
                // A dot segment would climb out of the operation's path, and an empty one would call another path.
                case PlaceKind.Path when text is "" or "." or "..":
                    return "a path segment";
                case PlaceKind.Path:
                    _path = _path.Replace($"{{{place.Name}}}", Uri.EscapeDataString(text), StringComparison.Ordinal);
                    return null;
                case PlaceKind.Query:
                    _query.Add($"{Uri.EscapeDataString(place.Name)}={Uri.EscapeDataString(text)}");
                    return null;
                case PlaceKind.Header when text.Any(letter => letter is < ' ' or > '~'):
                    return "printable ASCII";
                default:
                    _headers.Add(KeyValuePair.Create(place.Name, text));
                    return null;
            }
        }

        public AgencyRequest Request(HttpMethod method, Uri server)
        {
            var address = server.AbsoluteUri.TrimEnd('/') + "/" + _path.TrimStart('/');
            if (_query.Count > 0)
                address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', _query);
            return new AgencyRequest(method, new Uri(address), _headers.ToImmutable(), _body is null ? null : JsonSerializer.SerializeToUtf8Bytes(_body));
        }

        private static JsonNode? Wire(JsonElement value, ValueShape shape) =>
            Date(value, shape) is { } date ? JsonValue.Create(date) : JsonSerializer.SerializeToNode(value);

        private static string? Plain(JsonElement value, ValueShape shape) => value.ValueKind switch
        {
            JsonValueKind.String => Date(value, shape) ?? value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

        // The designer's date editor gives an instant; the agency wants the day that was written in it.
        private static string? Date(JsonElement value, ValueShape shape) =>
            shape.Format == "date" && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 10 } text
            && text[10] == 'T' && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? text[..10] : null;
    }
}
