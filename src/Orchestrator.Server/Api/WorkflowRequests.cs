using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Runtime.Http;
using Orchestrator.Runtime.Journal;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;
using Orchestrator.Workflows.Execution;
using Endpoint = Orchestrator.Runtime.Http.Endpoint;

namespace Orchestrator.Server.Api;

/// <summary>Requests to the paths that designers draw as HTTP endpoints.</summary>
internal static class WorkflowRequestEndpoints
{
    /// <summary>The case that has the request, under the name that Elsa gives it.</summary>
    private const string CaseHeader = "x-elsa-workflow-instance-id";

    private static readonly Actor Anonymous = new("system", "http");

    // What proves who the sender is must not come to lie in a journal.
    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization", "X-Antiforgery-Token" };

    private static readonly HashSet<string> NotForDefinitions = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Transfer-Encoding", "Connection", "Set-Cookie" };

    /// <summary>Maps every path below <c>Http:BasePath</c>. Open to anyone: who may send, the designer says at each endpoint.</summary>
    public static void MapWorkflowRequests(this IEndpointRouteBuilder app) => app
        .Map($"{app.ServiceProvider.GetRequiredService<HttpOptions>().BasePath.TrimEnd('/')}/{{**path}}", ReceiveAsync)
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string? path, HttpContext context, IHttpEndpoints endpoints, HttpOptions options)
    {
        CaseId? caseId = null;
        if (context.Request.Query["workflowInstanceId"].ToString() is { Length: > 0 } instance)
        {
            if (!CaseId.TryParse(instance, null, out var parsed)) return (Problem)ProblemKind.NotFound;
            caseId = parsed;
        }

        var correlationId = context.Request.Query["correlationId"].ToString() is { Length: > 0 } given ? given : null;
        var address = new EndpointAddress(context.Request.Method.ToUpperInvariant(), (path ?? "").Trim('/'), correlationId, caseId);
        switch (await endpoints.FindAsync(address, context.RequestAborted))
        {
            case EndpointMatch.Found { Endpoint: var endpoint }:
                return Refusal(context, endpoint) ?? await TakeAsync(endpoint, address, context, endpoints, options);
            case EndpointMatch.WrongMethod wrong:
                context.Response.Headers.Allow = string.Join(", ", wrong.Methods);
                return (Problem)ProblemKind.MethodNotAllowed;
            case EndpointMatch.Ambiguous:
                return (Problem)ProblemKind.EndpointAmbiguous;
            default:
                return (Problem)ProblemKind.NotFound;
        }
    }

    private static Problem? Refusal(HttpContext context, Endpoint endpoint)
    {
        if (!endpoint.Route.Authorize && endpoint.Route.Policy is null) return null;
        return Caller.From(context.User) switch
        {
            null => (Problem)ProblemKind.Unauthenticated,
            var caller when endpoint.Route.Policy is { } role && !string.Equals(role, caller.Role.Name(), StringComparison.OrdinalIgnoreCase) => (Problem)ProblemKind.Forbidden,
            _ => null,
        };
    }

    private static async Task<IResult> TakeAsync(Endpoint endpoint, EndpointAddress address, HttpContext context, IHttpEndpoints endpoints, HttpOptions options)
    {
        var limit = Math.Min(endpoint.Route.SizeLimit ?? options.LargestBody, options.LargestBody);
        var (body, isTooLarge) = await ReadAsync(context, limit);
        if (isTooLarge && !endpoint.Route.TakesTooLarge) return (Problem)ProblemKind.BodyTooLarge;
        var (content, malformed) = isTooLarge || !RequestForm.Is(context.Request.ContentType) ? Parse(context, body) : await RequestForm.ReadAsync(context, body);
        if (malformed is not null) return malformed;
        var request = new EndpointRequest(
            Guid.CreateVersion7().ToString("N"), default, address.CorrelationId,
            context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null, HashOf(context, address, content is { } form && RequestForm.Is(context.Request.ContentType) ? Encoding.UTF8.GetBytes(form.GetRawText()) : body));
        request = request with { Content = Describe(request.RequestId, endpoint, address, context, content, isTooLarge) };
        var actor = Caller.From(context.User)?.Actor ?? Anonymous;
        return await endpoints.ReceiveAsync(endpoint, request, endpoint.Route.Timeout ?? options.ResponseTimeout, actor, context.RequestAborted) switch
        {
            EndpointAnswer.Written written => new WrittenResponse(written),
            EndpointAnswer.Accepted accepted => Accepted(context, accepted.CaseId),
            EndpointAnswer.Conflict conflict => new Problem(ProblemKind.IdempotencyConflict, conflict.CaseId.ToString()),
            EndpointAnswer.Refused refused => new Problem(ProblemKind.CaseRunning, refused.CaseId.ToString()),
            EndpointAnswer.Gone => (Problem)ProblemKind.NotFound,
            _ => Faults.Unavailable,
        };
    }

    private static JsonHttpResult<RequestReceipt> Accepted(HttpContext context, CaseId caseId)
    {
        context.Response.Headers[CaseHeader] = caseId.ToString();
        return TypedResults.Json(new RequestReceipt(caseId.ToString()), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<(byte[] Body, bool IsTooLarge)> ReadAsync(HttpContext context, long limit)
    {
        if (context.Request.ContentLength > limit) return ([], true);
        using var buffer = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0;)
        {
            if (buffer.Length + read > limit) return ([], true);
            buffer.Write(part, 0, read);
        }

        return (buffer.ToArray(), false);
    }

    /// <summary>Hash of all that the sender chooses: the same key with anything else is a conflict. Of a form the fields count: its boundary is another one every time.</summary>
    private static string HashOf(HttpContext context, EndpointAddress address, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes((string?[])[address.Method, address.Path, context.Request.QueryString.Value, context.Request.ContentType?.Split(';')[0].Trim()]));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <returns>What the body says, or what is wrong with one that says it is JSON.</returns>
    private static (JsonElement? Content, Problem? Problem) Parse(HttpContext context, byte[] body)
    {
        var mediaType = context.Request.ContentType?.Split(';')[0].Trim();
        var content = BodyText.Parse(Encoding.UTF8.GetString(body), mediaType);
        if (content is not { ValueKind: JsonValueKind.String } || !BodyText.IsJson(mediaType)) return (content, null);
        try
        {
            using var document = JsonDocument.Parse(body);
            return (content, null);
        }
        catch (JsonException problem)
        {
            return (null, new Problem(ProblemKind.MalformedJson, (problem.LineNumber ?? 0) + 1, (problem.BytePositionInLine ?? 0) + 1));
        }
    }

    private static JsonElement Describe(string requestId, Endpoint endpoint, EndpointAddress address, HttpContext context, JsonElement? content, bool isTooLarge) =>
        JsonSerializer.SerializeToElement(new
        {
            requestId,
            method = address.Method,
            path = address.Path,
            routeData = endpoint.Values.ToDictionary(value => value.Key, value => value.Value?.ToString()),
            queryStringData = context.Request.Query.ToDictionary(value => value.Key, value => value.Value.ToString()),
            headers = context.Request.Headers.Where(header => !Secrets.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value.ToString()),
            parsedContent = content,
            isTooLarge,
        });

    /// <summary>The case that has the request and writes no answer now.</summary>
    private sealed record RequestReceipt(string WorkflowInstanceId);

    /// <summary>What the case wrote.</summary>
    private sealed class WrittenResponse(EndpointAnswer.Written written) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = written.Response;
            httpContext.Response.StatusCode = response.GetProperty("status").GetInt32();
            foreach (var header in response.GetProperty("headers").EnumerateObject().Where(header => !NotForDefinitions.Contains(header.Name)))
                httpContext.Response.Headers[header.Name] = header.Value.EnumerateArray().Select(value => value.GetString()).ToArray();
            httpContext.Response.Headers[CaseHeader] = written.CaseId.ToString();
            var content = response.GetProperty("content");
            if (content.ValueKind == JsonValueKind.Null || httpContext.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return;
            var isText = content.ValueKind == JsonValueKind.String;
            httpContext.Response.ContentType = response.GetProperty("contentType").GetString() is { Length: > 0 } type ? type : isText ? "text/plain; charset=utf-8" : "application/json";
            await httpContext.Response.WriteAsync(isText ? content.GetString()! : content.GetRawText(), httpContext.RequestAborted);
        }
    }
}
