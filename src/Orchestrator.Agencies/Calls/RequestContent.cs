using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Calls;

/// <summary>The body of a request while it is built.</summary>
internal sealed class RequestContent(RequestBodyRule? rule)
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string TextType = "text/plain; charset=utf-8";

    private readonly List<(string Name, JsonElement Value, OperationInput? Input)> _fields = [];
    private (JsonElement Value, OperationInput Input)? _whole;

    private BodyFormat Format => rule?.Format ?? BodyFormat.Json;

    /// <summary>The body as JSON, to be held against its schema; null when it has none.</summary>
    public string? Json => (Format, _whole, _fields.Count) switch
    {
        (BodyFormat.Text or BodyFormat.Binary, _, _) or (_, null, 0) => null,
        (_, { } whole, 0) => whole.Value.GetRawText(),
        _ => Object().ToJsonString(),
    };

    public void Add(OperationInput input, JsonElement value)
    {
        if (input.Place.Kind == PlaceKind.WholeBody)
            _whole = (value, input);
        else
            _fields.Add((input.Place.Name, value, input));
    }

    public void Add(string name, JsonElement value) => _fields.Add((name, value, null));

    public RequestBody? Write() => Format switch
    {
        BodyFormat.Text => _whole is { } text ? Text(WireValue.Text(text.Value) ?? text.Value.GetRawText(), rule!.MediaType.EndsWith('*') ? TextType : rule.MediaType) : null,
        BodyFormat.Binary => _whole is { } file ? new RequestBody.File(file.Value, file.Input.Name, file.Input.Value.Attachment ?? AttachmentRule.Any) : null,
        BodyFormat.Form when _fields.Count > 0 => Text(string.Join('&', _fields.SelectMany(Pairs)), "application/x-www-form-urlencoded"),
        BodyFormat.Multipart when _fields.Count > 0 => new RequestBody.Multipart([.. _fields.SelectMany(Parts)]),
        _ => Json is { } json ? Text(json, rule is null || rule.MediaType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ? JsonType : rule.MediaType) : null,
    };

    // A whole body that is an object may still get the key or the URL for the answer as a field.
    private JsonObject Object()
    {
        var members = _whole is { Value.ValueKind: JsonValueKind.Object } whole ? JsonSerializer.SerializeToNode(whole.Value)!.AsObject() : [];
        foreach (var (name, value, _) in _fields)
            members[name] = JsonSerializer.SerializeToNode(value);
        return members;
    }

    private static IEnumerable<string> Pairs((string Name, JsonElement Value, OperationInput? Input) field)
    {
        var values = field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().ToArray() : [field.Value];
        return values.Select(value => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(WireValue.Text(value) ?? value.GetRawText())}");
    }

    private static IEnumerable<RequestPart> Parts((string Name, JsonElement Value, OperationInput? Input) field)
    {
        var isList = field.Value.ValueKind == JsonValueKind.Array && (field.Input?.Value.Attachment is not null || field.Value.EnumerateArray().All(item => WireValue.Text(item) is not null));
        var values = isList ? field.Value.EnumerateArray().ToArray() : [field.Value];
        return values.Select(value => new RequestPart(field.Name, Part(value, field.Input)));
    }

    private static RequestBody Part(JsonElement value, OperationInput? input)
    {
        if (input?.Value.Attachment is { } rule)
            return new RequestBody.File(value, input.Name, rule);
        return WireValue.Text(value) is { } text ? Text(text, input?.MediaType ?? TextType) : Text(value.GetRawText(), input?.MediaType ?? JsonType);
    }

    private static RequestBody.Bytes Text(string text, string mediaType) => new(Encoding.UTF8.GetBytes(text), mediaType);
}
