using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace Orchestrator.Simulators.Requests;

/// <summary>
/// Reads what was sent to an agency as one JSON object: JSON as it is, a form by its fields. Of a file stay name, type, size and hash; one that differs from the hash
/// that was sent with it is refused, as an agency that keeps documents does.
/// </summary>
internal static class RequestReader
{
    private const int LargestBody = 1 << 20;
    private const long LargestForm = 256L << 20;
    private const string HashHeader = "X-File-Sha256";

    /// <summary>Reads it.</summary>
    /// <returns>The body, or what is wrong with it.</returns>
    public static async Task<(JsonObject? Body, DeskAnswer.Problem? Problem)> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType)
            return await ReadFormAsync(context);
        if (request.ContentLength > LargestBody)
            return (null, new DeskAnswer.Problem(422, "too-large", "Expected at most 1 MB, but the body is larger; send references to documents instead of the documents."));
        try
        {
            if (await JsonNode.ParseAsync(request.Body, cancellationToken: context.RequestAborted) is JsonObject body)
                return (body, null);
        }
        catch (JsonException)
        {
            // Said below.
        }

        return (null, new DeskAnswer.Problem(400, "not-json", "Expected a JSON object, but the body is none; send application/json."));
    }

    /// <summary>Reads the fields and files of a form.</summary>
    public static async Task<(JsonObject? Body, DeskAnswer.Problem? Problem)> ReadFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestForm;
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = LargestForm }, context.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, new DeskAnswer.Problem(400, "not-a-form", "Expected fields and files of a form, but the body is broken; send it again."));
        }

        var body = new JsonObject();
        foreach (var (name, values) in form)
            body[name] = values.Count == 1 ? Value(values[0]) : new JsonArray([.. values.Select(Value)]);
        foreach (var files in form.Files.GroupBy(file => file.Name, StringComparer.Ordinal))
        {
            var read = new List<JsonNode?>();
            foreach (var file in files)
            {
                var described = await DescribeAsync(file, context.RequestAborted);
                if (file.Headers[HashHeader].ToString() is { Length: > 0 } expected && expected != described["sha256"]!.GetValue<string>())
                    return (null, new DeskAnswer.Problem(422, "hash", $"Expected the file '{file.Name}' with the hash in {HashHeader}, but it has another; send it again."));
                read.Add(described);
            }

            body[files.Key] = read.Count == 1 ? read[0] : new JsonArray([.. read]);
        }

        return (body, null);
    }

    /// <summary>What stays of a file that is the whole body.</summary>
    public static async Task<JsonObject> DescribeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestForm;
        return new JsonObject
        {
            ["mediaType"] = context.Request.ContentType,
            ["sha256"] = Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted)),
        };
    }

    private static async Task<JsonObject> DescribeAsync(IFormFile file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenReadStream();
        return new JsonObject
        {
            ["name"] = file.FileName,
            ["mediaType"] = file.ContentType,
            ["size"] = file.Length,
            ["sha256"] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)),
        };
    }

    // A part that is JSON was an object or a list; everything else is text.
    private static JsonNode? Value(string? text)
    {
        if (text is not ['{' or '[', ..])
            return text;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
