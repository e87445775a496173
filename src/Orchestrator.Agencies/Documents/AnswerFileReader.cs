using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Finds the answers of an operation, and its callbacks, that bring files.</summary>
internal static class AnswerFileReader
{
    public static ImmutableArray<AnswerFile> Read(OperationSource source) =>
    [
        .. from response in source.Operation.Responses ?? []
           where response.Key.StartsWith('2') || response.Key == "default"
           from answer in Read(source, response.Key, response.Value.Content, [source.Node?["responses"]?[response.Key]])
           select answer,
    ];

    public static ImmutableArray<AnswerFile> OfCallbacks(OperationSource source) =>
    [
        .. from callback in (source.Operation.Callbacks ?? new Dictionary<string, IOpenApiCallback>()).Values
           from item in callback.PathItems ?? []
           from asked in item.Value.Operations ?? []
           from answer in Read(source, AnswerFile.CallbackStatus, asked.Value.RequestBody?.Content, OperationSchemaReader.Callbacks(source))
           select answer,
    ];

    /// <summary>The output for an answer that is a file, or null when none is.</summary>
    public static OperationOutput? Whole(OperationSource source) => Read(source).Concat(OfCallbacks(source)).Where(answer => !answer.HasParts && !answer.IsJson).ToList() is { Count: > 0 } answers
        ? new OperationOutput(AnswerFile.WholeOutput, AnswerFile.WholeBody, new ValueShape(ValueKind.Text) { Attachment = answers[0].Rule, Description = "Reference of the file that the agency sent." })
        : null;

    private static IEnumerable<AnswerFile> Read(OperationSource source, string status, IDictionary<string, OpenApiMediaType>? content, IReadOnlyList<JsonNode?> nodes)
    {
        foreach (var (key, media) in content ?? new Dictionary<string, OpenApiMediaType>())
        {
            var type = key.Split(';')[0].Trim().ToLowerInvariant();
            var hasParts = type.StartsWith("multipart/", StringComparison.Ordinal);
            if (IsFile(type))
                yield return new AnswerFile(status, type, Rule(media, type));
            else if (hasParts)
                yield return new AnswerFile(status, type, AttachmentRule.Any) { Rules = Rules(media), Values = Values(media), Schema = OperationSchemaReader.Of(source, nodes, key) };
            else if (BodyReader.IsJson(type) && Rules(media) is { IsEmpty: false } rules)
                yield return new AnswerFile(status, type, AttachmentRule.Any) { Rules = rules };
        }
    }

    private static ImmutableDictionary<string, AttachmentRule> Rules(OpenApiMediaType media) =>
        ShapeReader.Properties(media.Schema, ShapeReader.Side.Answer).Where(property => property.Value.Content is not null)
            .ToImmutableDictionary(property => property.Name, property => property.Value.Content!, StringComparer.Ordinal);

    private static ImmutableDictionary<string, PartValue> Values(OpenApiMediaType media) =>
        ShapeReader.Properties(media.Schema, ShapeReader.Side.Answer).Where(property => property.Value.Content is null).ToImmutableDictionary(
            property => property.Name,
            property => property.Value.Kind is ValueKind.List ? new PartValue(ShapeReader.Shape(Items(media.Schema, property.Name)).Kind, true) : new PartValue(property.Value.Kind, false),
            StringComparer.Ordinal);

    private static IOpenApiSchema? Items(IOpenApiSchema? schema, string property) =>
        schema?.Properties?.TryGetValue(property, out var list) == true ? list.Items : null;

    private static bool IsFile(string type) =>
        type is "application/octet-stream" or "application/pdf" or "application/zip" or "*/*" || type.StartsWith("image/", StringComparison.Ordinal);

    private static AttachmentRule Rule(OpenApiMediaType media, string type)
    {
        var own = ShapeReader.Shape(media.Schema).Attachment;
        return own is { MediaTypes.IsEmpty: false } || type is "application/octet-stream" or "*/*" ? own ?? AttachmentRule.Any : new AttachmentRule([type], own?.MaxBytes);
    }
}
