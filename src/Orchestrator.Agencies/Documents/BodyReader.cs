using System.Collections.Immutable;
using Microsoft.OpenApi;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Maps an operation's request body to inputs.</summary>
internal static class BodyReader
{
    /// <summary>Name of the input for a body that has no properties of its own.</summary>
    private const string WholeBody = "Body";

    /// <summary>How the body is written, or null when there is none. Of several formats the one that keeps most of a value is taken: JSON first.</summary>
    /// <exception cref="DocumentFormatException">No format can be written.</exception>
    public static RequestBodyRule? Rule(OperationSource source)
    {
        if (source.Operation.RequestBody is not { Content: { Count: > 0 } content })
            return null;
        var formats = content.Keys.Select(type => (Type: type, Format: Format(type))).Where(candidate => candidate.Format is not null)
            .OrderBy(candidate => candidate.Format).ToList();
        return formats is [var (type, format), ..]
            ? new RequestBodyRule(format!.Value, type)
            : throw source.NotMapped($"Expected a request body as JSON, form, parts, text or file, but found {string.Join(", ", content.Keys)}; offer application/json as well.");
    }

    public static IEnumerable<OperationInput> Inputs(OperationSource source, RequestBodyRule? rule)
    {
        if (rule is null || source.Operation.RequestBody is not { Content: { } content } body)
            return [];
        var media = content[rule.MediaType];
        switch (rule.Format)
        {
            case BodyFormat.Text:
                return [Whole(ShapeReader.Shape(media.Schema) with { Kind = ValueKind.Text }, body)];
            case BodyFormat.Binary:
                var file = ShapeReader.Shape(media.Schema);
                var types = rule.MediaType is "application/octet-stream" ? ImmutableArray<string>.Empty : [rule.MediaType];
                return [Whole(file with { Kind = ValueKind.File, Attachment = file.Attachment is { MediaTypes.IsEmpty: false } known ? known : new AttachmentRule(types, file.Attachment?.MaxBytes) { HashHeader = file.Attachment?.HashHeader } }, body)];
            default:
                var properties = ShapeReader.Properties(media.Schema, ShapeReader.Side.Request);
                return properties.Count == 0
                    ? [Whole(ShapeReader.Shape(media.Schema), body)]
                    : properties.Select(property => Property(source, property, rule, media));
        }
    }

    public static bool IsJson(string mediaType)
    {
        var type = Plain(mediaType);
        return type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
    }

    private static OperationInput Whole(ValueShape shape, IOpenApiRequestBody body) =>
        new(WholeBody, new ValuePlace(PlaceKind.WholeBody, ""), shape with { Description = shape.Description ?? body.Description }, body.Required);

    private static OperationInput Property(OperationSource source, PropertyShape property, RequestBodyRule rule, OpenApiMediaType media)
    {
        if (property.Value.Attachment is not null && rule.Format != BodyFormat.Multipart)
            throw source.NotMapped($"Expected files as parts of multipart/form-data or as the whole body, but '{property.Name}' of {rule.MediaType} is one; offer multipart/form-data instead.");
        var encoding = rule.Format == BodyFormat.Multipart && media.Encoding?.TryGetValue(property.Name, out var given) == true ? given.ContentType : null;
        var value = property.Value;
        if (value.Attachment is { MediaTypes.IsEmpty: true } any && encoding is not null)
            value = value with { Attachment = any with { MediaTypes = [.. encoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] } };
        return new OperationInput(PascalName.Of(property.Name), new ValuePlace(PlaceKind.Body, property.Name), value, property.IsRequired)
        {
            MediaType = value.Attachment is null ? encoding : null,
        };
    }

    private static BodyFormat? Format(string mediaType) => Plain(mediaType) switch
    {
        var type when IsJson(type) => BodyFormat.Json,
        "multipart/form-data" => BodyFormat.Multipart,
        "application/x-www-form-urlencoded" => BodyFormat.Form,
        "text/plain" or "text/csv" or "text/html" or "text/*" => BodyFormat.Text,
        "application/octet-stream" or "application/pdf" or "application/zip" or "*/*" => BodyFormat.Binary,
        var type when type.StartsWith("image/", StringComparison.Ordinal) => BodyFormat.Binary,
        _ => null,
    };

    private static string Plain(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}
