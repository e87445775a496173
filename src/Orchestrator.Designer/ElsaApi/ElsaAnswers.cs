using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Designer.ElsaApi;

/// <summary>Answers in the shapes of an Elsa 3.8 server.</summary>
internal static class ElsaAnswers
{
    /// <summary>200 with a value.</summary>
    public static IResult Ok<T>(T value) => Results.Json(value, ElsaJson.Options, ElsaJson.ContentType);

    /// <summary>201 with a value and where it is from now on.</summary>
    public static IResult Created<T>(HttpContext context, string path, T value)
    {
        context.Response.Headers.Location = ElsaRoutes.Prefix + path;
        return Results.Json(value, ElsaJson.Options, ElsaJson.ContentType, StatusCodes.Status201Created);
    }

    /// <summary>A list as <c>{items, count}</c>.</summary>
    public static IResult List<T>(IReadOnlyCollection<T> items) => Ok(new ElsaList<T>(items, items.Count));

    /// <summary>
    /// 400 in the form whose texts Studio shows to the designer. A wrong request is never answered with 5xx: Elsa's clients repeat those for 14 seconds.
    /// </summary>
    public static IResult Refused(params IEnumerable<string> messages) => Refused(StatusCodes.Status400BadRequest, messages);

    /// <summary>The same with another status.</summary>
    public static IResult Refused(int status, params IEnumerable<string> messages) => Results.Json(
        new ElsaFault(status, "One or more errors occurred!", new ElsaFaultErrors([.. messages])), ElsaJson.Options, "application/problem+json", status);

    /// <summary>404 with a reason.</summary>
    public static IResult NotFound(string message) => Refused(StatusCodes.Status404NotFound, message);

    /// <summary>Reads a JSON body; a body that is none, or too long, becomes the answer that says so.</summary>
    public static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, (JsonTypeInfo<T>)ElsaJson.Options.GetTypeInfo(typeof(T)), context.RequestAborted) is { } body
                ? (body, null)
                : (null, Refused("Expected a JSON object as the body, but it is null; send what the operation asks for."));
        }
        catch (JsonException problem)
        {
            return (null, Refused($"Expected a JSON body of the right form, but {problem.Message} Correct it at that place."));
        }
    }
}

/// <summary>A list in Elsa's form.</summary>
internal sealed record ElsaList<T>(IReadOnlyCollection<T> Items, int Count);

/// <summary>A page of a longer list in Elsa's form.</summary>
internal sealed record ElsaPage<T>(IReadOnlyCollection<T> Items, long TotalCount, IReadOnlyCollection<ElsaLink>? Links = null);

/// <summary>What the caller may do next; Studio offers an action only where its link is there.</summary>
internal sealed record ElsaLink(string Href, string Rel, string Method);

/// <summary>A refusal in Elsa's form.</summary>
internal sealed record ElsaFault(int StatusCode, string Message, ElsaFaultErrors Errors);

/// <summary>Its texts.</summary>
internal sealed record ElsaFaultErrors(IReadOnlyCollection<string> GeneralErrors);
