using System.Collections.Immutable;
using Microsoft.OpenApi;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Finds the answers of an operation, and its callbacks, that bring files.</summary>
internal static class AnswerFileReader
{
    public static ImmutableArray<AnswerFile> Read(OpenApiOperation operation) =>
    [
        .. from response in operation.Responses ?? []
           where response.Key.StartsWith('2') || response.Key == "default"
           from answer in Read(response.Key, response.Value.Content)
           select answer,
    ];

    public static ImmutableArray<AnswerFile> OfCallbacks(OpenApiOperation operation) =>
    [
        .. from callback in (operation.Callbacks ?? new Dictionary<string, IOpenApiCallback>()).Values
           from item in callback.PathItems ?? []
           from asked in item.Value.Operations ?? []
           from answer in Read(AnswerFile.CallbackStatus, asked.Value.RequestBody?.Content)
           select answer,
    ];

    /// <summary>The output for an answer that is a file, or null when none is.</summary>
    public static OperationOutput? Whole(OpenApiOperation operation) => Read(operation).Concat(OfCallbacks(operation)).Where(answer => !answer.HasParts && !answer.IsJson).ToList() is { Count: > 0 } answers
        ? new OperationOutput(AnswerFile.WholeOutput, AnswerFile.WholeBody, new ValueShape(ValueKind.Text) { Attachment = answers[0].Rule, Description = "Reference of the file that the agency sent." })
        : null;

    private static IEnumerable<AnswerFile> Read(string status, IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var (key, media) in content ?? new Dictionary<string, OpenApiMediaType>())
        {
            var type = key.Split(';')[0].Trim().ToLowerInvariant();
            var hasParts = type.StartsWith("multipart/", StringComparison.Ordinal);
            if (IsFile(type))
                yield return new AnswerFile(status, type, Rule(media, type));
            else if ((hasParts || BodyReader.IsJson(type)) && Rules(media) is var rules && (hasParts || !rules.IsEmpty))
                yield return new AnswerFile(status, type, AttachmentRule.Any) { Rules = rules };
        }
    }

    private static ImmutableDictionary<string, AttachmentRule> Rules(OpenApiMediaType media) =>
        ShapeReader.Properties(media.Schema, ShapeReader.Side.Answer).Where(property => property.Value.Content is not null)
            .ToImmutableDictionary(property => property.Name, property => property.Value.Content!, StringComparer.Ordinal);

    private static bool IsFile(string type) =>
        type is "application/octet-stream" or "application/pdf" or "application/zip" or "*/*" || type.StartsWith("image/", StringComparison.Ordinal);

    private static AttachmentRule Rule(OpenApiMediaType media, string type)
    {
        var own = ShapeReader.Shape(media.Schema).Attachment;
        return own is { MediaTypes.IsEmpty: false } || type is "application/octet-stream" or "*/*" ? own ?? AttachmentRule.Any : new AttachmentRule([type], own?.MaxBytes);
    }
}
