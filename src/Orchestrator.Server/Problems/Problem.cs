using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Orchestrator.Server.Problems;

/// <summary>An answer that tells what is wrong. The texts are looked up when it is written, in the language of the request.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Arguments">Values for the placeholders of the kind's detail text.</param>
internal sealed record Problem(ProblemKind Kind, params ImmutableArray<object> Arguments) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/problem+json";

    /// <summary>Single faults, where there are several.</summary>
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>A detail that comes from a module instead of the kind's own text, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>After how long to try again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc />
    public int? StatusCode => Kind.Status;

    /// <summary>A kind without placeholders is a problem by itself.</summary>
    public static implicit operator Problem(ProblemKind kind) => new(kind);

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        var json = httpContext.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        return response.WriteAsJsonAsync(Body(httpContext), json, ContentType, httpContext.RequestAborted);
    }

    /// <summary>What is written.</summary>
    public ProblemBody Body(HttpContext httpContext) => new()
    {
        Type = "urn:orchestrator:problem:" + Kind.Code,
        Title = ProblemTexts.Title(Kind.Code),
        Status = Kind.Status,
        Detail = Detail ?? ProblemTexts.Detail(Kind.Code, Arguments),
        Instance = httpContext.Request.Path.Value ?? "/",
        Code = Kind.Code,
        TraceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
        Errors = Errors,
    };
}
