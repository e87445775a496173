using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;
using Orchestrator.Simulators.Requests;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Holds requests against the document: parameters and body, with a JSON pointer for each fault.</summary>
internal sealed partial class RequestCheck
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<ParameterRule> _parameters = [];
    private readonly bool _isBodyRequired;

    public RequestCheck(MockDocument document, MockOperation operation)
    {
        var item = document.Schemas.Follow(document.Root["paths"]?[operation.Operation.Path]) as JsonObject;
        var own = Parameters(document, operation.Node).ToList();
        foreach (var parameter in Parameters(document, item).Where(shared => !own.Exists(other => IsSame(other, shared))).Concat(own))
            _parameters.Add(ParameterRule.Read(parameter, document));
        var request = document.Schemas.Follow(operation.Node["requestBody"]) as JsonObject;
        _isBodyRequired = request?["required"] is JsonValue required && required.GetValueKind() == JsonValueKind.True;
        Bodies = MockBody.Of(document, operation);
    }

    /// <summary>The kinds of body that the document declares.</summary>
    public IReadOnlyList<MockBody> Bodies { get; }

    /// <summary>What is wrong with a request; empty when nothing is.</summary>
    public IReadOnlyList<RequestFault> Faults(MockRequest request)
    {
        var faults = _parameters.SelectMany(parameter => parameter.Faults(request)).ToList();
        if (request.Body is { } body)
            faults.AddRange(request.Declared?.Schema?.Value.Validate(body.ToJsonString(_plain)).SelectMany(error => Told(error, RequestFault.Body, "")) ?? []);
        else if (_isBodyRequired)
            faults.Add(new RequestFault(RequestFault.Body, "", "body-missing", $"Expected a body, but there is none; send {string.Join(" or ", Bodies.Select(known => known.MediaType))}."));
        return [.. faults.DistinctBy(fault => (fault.Place, fault.Pointer, fault.Code))];
    }

    private static bool IsSame(JsonObject one, JsonObject other) => (string?)one["name"] == (string?)other["name"] && (string?)one["in"] == (string?)other["in"];

    private static IEnumerable<JsonObject> Parameters(MockDocument document, JsonObject? holder) =>
        (holder?["parameters"] as JsonArray ?? []).Select(parameter => document.Schemas.Follow(parameter)).OfType<JsonObject>();

    /// <summary>A schema, ready to hold values against.</summary>
    public static Lazy<JsonSchema> Prepare(JsonObject schema, MockDocument document) => new(() =>
        JsonSchema.FromJsonAsync(document.Library.Of(schema, isRequest: true).Json.ToJsonString()).GetAwaiter().GetResult());

    private static IEnumerable<RequestFault> Told(ValidationError error, string place, string at)
    {
        if (error is ChildSchemaValidationError { Kind: ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid } parent)
            return parent.Errors.Values.SelectMany(inner => inner).SelectMany(inner => Told(inner, place, at));
        var pointer = at + Index().Replace((error.Path ?? "").TrimStart('#').Replace('.', '/'), "/$1");
        return [new RequestFault(place, pointer, KebabCase(error.Kind), $"Expected what the document describes, but found a fault in the {place} at '{pointer}' ({error.Kind}); correct it.")];
    }

    private static string KebabCase(ValidationErrorKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    [GeneratedRegex(@"\[([0-9]+)\]")]
    private static partial Regex Index();

    private sealed record ParameterRule(string Name, string In, bool IsRequired, Lazy<JsonSchema>? Schema, string? Type)
    {
        public static ParameterRule Read(JsonObject parameter, MockDocument document)
        {
            var place = (string?)parameter["in"] ?? "query";
            var schema = parameter["schema"] as JsonObject;
            return new ParameterRule(
                (string?)parameter["name"] ?? "", place, place == "path" || parameter["required"]?.GetValueKind() == JsonValueKind.True,
                schema is null ? null : Prepare(schema, document), schema is null ? null : SchemaTree.TypeOf(document.Schemas.Flat(schema)));
        }

        public IEnumerable<RequestFault> Faults(MockRequest request)
        {
            var pointer = "/" + Name;
            if (request.Parameter(In, Name) is not { } text)
                return IsRequired ? [new RequestFault(In, pointer, "parameter-missing", $"Expected the {In} parameter '{Name}', but it is not there; send it.")] : [];
            return Schema?.Value.Validate(Json(text)).SelectMany(error => Told(error, In, pointer)) ?? [];
        }

        // A parameter is a text on the wire; what the document calls a number is checked as one.
        private string Json(string text) => Type switch
        {
            "integer" or "number" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => text,
            "boolean" when text is "true" or "false" => text,
            "array" => JsonSerializer.Serialize(text.Split(',')),
            _ => JsonSerializer.Serialize(text),
        };
    }
}
