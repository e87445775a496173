using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Longest JSON with files in it, in bytes: unlike parts it has to be in memory.</summary>
    public const int LongestJson = 32 * 1024 * 1024;

    /// <summary>Largest file, in bytes.</summary>
    public long LargestFile => desk.LargestFile;

    /// <summary>Holds a body apart until it is known whether it is wanted; null when it is larger than allowed.</summary>
    public Task<HeldBody?> HoldAsync(Stream content, long limit, CancellationToken cancellationToken) => desk.HoldAsync(content, limit, cancellationToken);

    /// <summary>Takes the files out of an answer.</summary>
    /// <param name="agency">Who answers.</param>
    /// <param name="answer">What the document says of it.</param>
    /// <param name="content">The body; read once.</param>
    /// <param name="contentType">Its <c>Content-Type</c>.</param>
    /// <param name="name">File name of a file alone, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokenFormException">Its parts break off.</exception>
    public async Task<FileAnswer> TakeAsync(string agency, AnswerFile answer, Stream content, string? contentType, string? name, CancellationToken cancellationToken)
    {
        if (answer.IsJson)
            return await ReadJsonAsync(agency, answer, content, cancellationToken);
        if (answer.HasParts)
        {
            return FormParts.BoundaryOf(contentType) is { } boundary
                ? await ReadPartsAsync(agency, answer, new FormParts(boundary, content), cancellationToken) : FileAnswer.Problem("its parts have no boundary");
        }

        return await KeepAsync(agency, content, contentType?.Split(';')[0].Trim(), name, answer.Rule, cancellationToken) switch
        {
            (null, var problem) => FileAnswer.Problem(problem!),
            (var file, _) => FileAnswer.Of(new JsonObject { [AnswerFile.WholeBody] = file!.Reference.ToString() }, [file]),
        };
    }

    private async Task<FileAnswer> ReadPartsAsync(string agency, AnswerFile answer, FormParts parts, CancellationToken cancellationToken)
    {
        var (values, files) = (new JsonObject(), new List<Attachment>());
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || disposition.Name?.Trim('"') is not { Length: > 0 } name)
                return FileAnswer.Problem("a part of it has no name");
            var type = part.ContentType?.Split(';')[0].Trim();
            if ((disposition.FileNameStar ?? disposition.FileName) is null && (type is null or "text/plain" || BodyReader.IsJson(type)))
            {
                var known = answer.Values.GetValueOrDefault(name);
                if (await ValueAsync(FormParts.Content(part), type is not null && BodyReader.IsJson(type), known?.Kind, cancellationToken) is not { } value)
                    return FileAnswer.Problem($"its part '{name}' cannot be read");
                Add(values, name, known?.IsList == true && value is not JsonArray && values[name] is null ? new JsonArray(value) : value);
                continue;
            }

            var rule = answer.Rules.GetValueOrDefault(name) ?? AttachmentRule.Any;
            var (file, problem) = await KeepAsync(agency, FormParts.Content(part), type, disposition.FileNameStar ?? disposition.FileName?.Trim('"'), rule, cancellationToken);
            if (file is null)
                return FileAnswer.Problem(problem!);
            files.Add(file);
            Add(values, name, file.Reference.ToString());
        }

        return FileAnswer.Of(values, files) with { Schema = answer.Schema };
    }

    // What is no JSON object, or has no file where one may stand, is an answer like any other.
    private async Task<FileAnswer> ReadJsonAsync(string agency, AnswerFile answer, Stream content, CancellationToken cancellationToken)
    {
        if (await TextAsync(content, LongestJson, cancellationToken) is not { } text)
            return FileAnswer.Problem($"it has more than {LongestJson} bytes");
        if (Parse(text) is not JsonObject values)
            return new FileAnswer(text, [], null);
        var files = new List<Attachment>();
        foreach (var (name, rule) in answer.Rules.Where(rule => values[rule.Key] is not null))
        {
            var contents = values[name] is JsonArray list ? list : new JsonArray(values[name]!.DeepClone());
            var references = new JsonArray();
            foreach (var one in contents)
            {
                if (one?.GetValueKind() != JsonValueKind.String || Decode(one.GetValue<string>()) is not { } bytes)
                    return FileAnswer.Problem($"'{name}' is no file in base64");
                var (file, problem) = await KeepAsync(agency, new MemoryStream(bytes), null, null, rule, cancellationToken);
                if (file is null)
                    return FileAnswer.Problem(problem!);
                files.Add(file);
                references.Add(file.Reference.ToString());
            }

            values[name] = values[name] is JsonArray ? references : references[0]!.DeepClone();
        }

        return FileAnswer.Of(values, files) with { IsChecked = true };
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

    private static async Task<JsonNode?> ValueAsync(Stream body, bool isJson, ValueKind? kind, CancellationToken cancellationToken) =>
        await TextAsync(body, LongestValue, cancellationToken) is not { } text ? null : isJson ? Parse(text) : Typed(text, kind) ?? JsonValue.Create(text);

    private static JsonNode? Typed(string text, ValueKind? kind) => (kind, Parse(text)) switch
    {
        (ValueKind.Integer or ValueKind.Number, JsonValue value) when value.GetValueKind() == JsonValueKind.Number => value,
        (ValueKind.Flag, JsonValue value) when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value,
        (ValueKind.Object, JsonObject value) => value,
        _ => null,
    };

    private static async Task<string?> TextAsync(Stream body, int longest, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[64 * 1024];
        while (await body.ReadAsync(piece, cancellationToken) is > 0 and var count)
        {
            if (bytes.Length + count > longest)
                return null;
            bytes.Write(piece, 0, count);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
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
/// <param name="Body">What the case sees: values, and references in the place of files. JSON unless the agency sent something else.</param>
/// <param name="Files">The files, to become part of the case before it sees the answer.</param>
/// <param name="Fault">Why the answer cannot be taken, or null.</param>
internal sealed record FileAnswer(string Body, IReadOnlyList<Attachment> Files, string? Fault)
{
    /// <summary>True when the body can be held against the schema of the answer.</summary>
    public bool IsChecked { get; init; }

    /// <summary>What a body of parts is held against; null for anything.</summary>
    public ValueSchema? Schema { get; init; }

    public static FileAnswer Of(JsonObject values, IReadOnlyList<Attachment> files) => new(values.ToJsonString(), files, null);

    public static FileAnswer Problem(string fault) => new("{}", [], fault);
}
