using System.Collections.Immutable;
using Microsoft.OpenApi;
using Orchestrator.Attachments;

namespace Orchestrator.Agencies.Documents;

/// <summary>Finds the answers of an operation that bring files.</summary>
internal static class AnswerFileReader
{
    public static ImmutableArray<AnswerFile> Read(OpenApiOperation operation) =>
    [
        .. from response in operation.Responses ?? []
           where response.Key.StartsWith('2') || response.Key == "default"
           from content in response.Value.Content ?? new Dictionary<string, OpenApiMediaType>()
           let type = content.Key.Split(';')[0].Trim().ToLowerInvariant()
           where IsFile(type) || type.StartsWith("multipart/", StringComparison.Ordinal)
           select new AnswerFile(response.Key, type, Rule(content.Value, type)),
    ];

    /// <summary>The output for an answer that is a file, or null when none is.</summary>
    public static OperationOutput? Whole(OpenApiOperation operation) => Read(operation).Where(answer => !answer.HasParts).ToList() is { Count: > 0 } answers
        ? new OperationOutput(AnswerFile.WholeOutput, AnswerFile.WholeBody, new ValueShape(ValueKind.Text) { Attachment = answers[0].Rule, Description = "Reference of the file that the agency sent." })
        : null;

    private static bool IsFile(string type) =>
        type is "application/octet-stream" or "application/pdf" or "application/zip" or "*/*" || type.StartsWith("image/", StringComparison.Ordinal);

    private static AttachmentRule Rule(OpenApiMediaType media, string type)
    {
        var own = ShapeReader.Shape(media.Schema).Attachment;
        return own is { MediaTypes.IsEmpty: false } || type is "application/octet-stream" or "*/*" ? own ?? AttachmentRule.Any : new AttachmentRule([type], own?.MaxBytes);
    }
}
