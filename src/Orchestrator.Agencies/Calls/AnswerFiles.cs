using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Orchestrator.Agencies.Documents;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Uploads;

namespace Orchestrator.Agencies.Calls;

/// <summary>Keeps the files that agencies answer with: each is streamed into the store, and what the case sees of the answer is a JSON object with references.</summary>
internal sealed class AnswerFiles(UploadDesk desk)
{
    /// <summary>Code of an answer whose file cannot be kept.</summary>
    public const string Refused = "attachment-refused";

    private const int LongestValue = 1024 * 1024;

    /// <summary>Takes the files out of an answer.</summary>
    /// <param name="agency">Who answers.</param>
    /// <param name="answer">What the document says of it.</param>
    /// <param name="content">The body; read once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FileAnswer> TakeAsync(string agency, AnswerFile answer, HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        if (!answer.HasParts)
        {
            var name = content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null;
            return await KeepAsync(agency, stream, content.Headers.ContentType?.MediaType, name, answer.Rule, cancellationToken) switch
            {
                (null, var problem) => FileAnswer.Problem(problem!),
                (var file, _) => new FileAnswer(new JsonObject { [AnswerFile.WholeBody] = file!.Reference.ToString() }, [file], null),
            };
        }

        var boundary = content.Headers.ContentType?.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        return string.IsNullOrEmpty(boundary) ? FileAnswer.Problem("its parts have no boundary") : await ReadPartsAsync(agency, new MultipartReader(boundary, stream), cancellationToken);
    }

    private async Task<FileAnswer> ReadPartsAsync(string agency, MultipartReader parts, CancellationToken cancellationToken)
    {
        var (values, files) = (new JsonObject(), new List<Attachment>());
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || disposition.Name?.Trim('"') is not { Length: > 0 } name)
                return FileAnswer.Problem("a part of it has no name");
            var type = part.ContentType?.Split(';')[0].Trim();
            if ((disposition.FileNameStar ?? disposition.FileName) is null && (type is null or "text/plain" || BodyReader.IsJson(type)))
            {
                if (await ValueAsync(part.Body, type is not null && BodyReader.IsJson(type), cancellationToken) is not { } value)
                    return FileAnswer.Problem($"its part '{name}' cannot be read");
                Add(values, name, value);
                continue;
            }

            var (file, problem) = await KeepAsync(agency, part.Body, type, disposition.FileNameStar ?? disposition.FileName?.Trim('"'), AttachmentRule.Any, cancellationToken);
            if (file is null)
                return FileAnswer.Problem(problem!);
            files.Add(file);
            Add(values, name, file.Reference.ToString());
        }

        return new FileAnswer(values, files, null);
    }

    private async Task<(Attachment? File, string? Problem)> KeepAsync(
        string agency, Stream content, string? mediaType, string? name, AttachmentRule rule, CancellationToken cancellationToken)
    {
        // Each try is an upload of its own: a file that no case gets is swept away, and no two answers are ever taken for each other.
        var upload = new Upload($"agency:{agency}", $"answer/{Guid.CreateVersion7():N}", content) { MediaType = mediaType, Name = name, Rule = rule, IsOurs = true };
        return await desk.UploadAsync(upload, cancellationToken) switch
        {
            UploadOutcome.Stored(var file) => (file, null),
            UploadOutcome.Empty => (null, "its file is empty"),
            UploadOutcome.TooLarge(var limit) => (null, $"its file has more than {limit} bytes"),
            UploadOutcome.WrongType(var declared, var found) => (null, $"its file is called {declared} and begins like {found}"),
            UploadOutcome.Infected => (null, "the virus scanner found something in its file"),
            var other => throw new InvalidOperationException($"Expected the file of an answer to be kept or refused, but it was {other.GetType().Name}."),
        };
    }

    private static async Task<JsonNode?> ValueAsync(Stream body, bool isJson, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestValue + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestValue)
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        try
        {
            return isJson ? JsonNode.Parse(text) : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Parts of the same name are a list.
    private static void Add(JsonObject values, string name, JsonNode value)
    {
        if (values[name] is JsonArray list)
            list.Add(value);
        else if (values.Remove(name, out var first))
            values[name] = new JsonArray(first, value);
        else
            values[name] = value;
    }
}

/// <summary>An answer whose files are kept.</summary>
/// <param name="Values">What the case sees: values, and references in the place of files.</param>
/// <param name="Files">The files, to become part of the case before it sees the answer.</param>
/// <param name="Fault">Why the answer cannot be taken, or null.</param>
internal sealed record FileAnswer(JsonObject Values, IReadOnlyList<Attachment> Files, string? Fault)
{
    public static FileAnswer Problem(string fault) => new([], [], fault);
}
