using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Reads request bodies, so that each way in which one can be wrong ends in its own problem.</summary>
internal static class RequestBody
{
    /// <summary>Longest body, in bytes; the server itself cuts longer ones off.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Name of the form in which JSON travels.</summary>
    public const string Json = "application/json";

    /// <summary>The body as bytes, not looked at.</summary>
    /// <param name="context">The request.</param>
    /// <param name="largest">Longest body, in bytes; more than <see cref="LargestBody"/> only where the endpoint lets the server take more.</param>
    /// <exception cref="BadHttpRequestException">Too long (413), or it did not arrive.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context, int largest = LargestBody)
    {
        var length = context.Request.ContentLength;
        if (length > largest)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        using var buffer = new MemoryStream((int)(length ?? 4096));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.Length > largest
            ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge)
            : buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>The body as JSON of any shape.</summary>
    public static async Task<BodyRead<JsonDocument>> ReadJsonAsync(HttpContext context)
    {
        var bytes = await ReadBytesAsync(context);
        try
        {
            return new(JsonDocument.Parse(bytes), null);
        }
        catch (JsonException problem)
        {
            return new(null, Malformed(problem));
        }
    }

    /// <summary>The body as a value.</summary>
    public static async Task<BodyRead<T>> ReadAsync<T>(HttpContext context)
        where T : class
    {
        var json = await ReadJsonAsync(context);
        if (!json.IsGood)
            return new(null, json.Problem);
        using var document = json.Value;
        try
        {
            var options = context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
            return document.Deserialize<T>(options) is { } value
                ? new(value, null)
                : new(null, Invalid("", "field-invalid"));
        }
        catch (JsonException problem)
        {
            return new(null, Invalid(Pointer(problem.Path), "field-invalid"));
        }
    }

    /// <summary>Says where JSON breaks.</summary>
    public static Problem Malformed(JsonException problem) => Malformed((problem.LineNumber ?? 0) + 1, (problem.BytePositionInLine ?? 0) + 1);

    /// <summary>A request with one single fault.</summary>
    public static Problem Invalid(string pointer, string code) => Invalid([new ProblemError(pointer, code, ProblemTexts.Text(code))]);

    /// <summary>A request with faults.</summary>
    public static Problem Invalid(IReadOnlyList<ProblemError> errors) => new(ProblemKind.RequestInvalid, errors.Count) { Errors = errors };

    private static Problem Malformed(long line, long position) => new(ProblemKind.MalformedJson, line, position);

    // "$.localities[0]" → "/localities/0"
    private static string Pointer(string? path) =>
        (path ?? "$").TrimStart('$').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');
}

/// <summary>What came of reading a body: a value or a problem.</summary>
internal readonly record struct BodyRead<T>(T? Value, Problem? Problem)
    where T : class
{
    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Value is not null;
}
