using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.Requests;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Puts the operations of a document on the wire.</summary>
internal static class MockEndpoints
{
    private const int LargestBody = 1 << 20;

    /// <summary>Maps every path of the document, and <c>/_control/operations</c>.</summary>
    public static void MapMock(this WebApplication app, MockDocument document)
    {
        app.MapGet("/_control/operations", () => document.Operations.Select(operation => new
        {
            operation.Operation.Id,
            Method = operation.Operation.Method.Method,
            operation.Operation.Path,
            operation.Operation.Outcomes,
            IsAsynchronous = operation.CallsBack || operation.Operation.Poll is not null,
        }));
        app.Map("/{**path}", ReceiveAsync);
    }

    private static async Task ReceiveAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var document = services.GetRequiredService<MockDocument>();
        if (services.GetRequiredService<MockRoutes>().Find(context.Request.Method, context.Request.Path.Value ?? "", out var isOther) is not var (operation, values))
        {
            var status = isOther ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
            await Wire.WriteAsync(context, new DeskAnswer.Problem(status, "unknown-operation", $"Expected an operation of {document.Agency.Name.En}, but {context.Request.Method} {context.Request.Path} is none; GET /_control/operations lists them."), []);
            return;
        }

        services.GetRequiredService<RegistrationLedger>().CountRequest(document.Agency.Code, operation.Operation.Id);
        var faults = services.GetRequiredService<FaultBoard>().Strike(document.Agency.Code, operation.Operation.Id);
        await Wire.AnswerAsync(context, faults, () => DecideAsync(context, operation, values, faults));
    }

    private static async Task<DeskAnswer> DecideAsync(HttpContext context, MockOperation operation, IReadOnlyDictionary<string, string> values, IReadOnlyList<Fault> faults)
    {
        var (request, desk) = (context.Request, context.RequestServices.GetRequiredService<MockDesk>());
        var declared = desk.BodiesOf(operation);
        var body = request.ContentType is { } type ? declared.FirstOrDefault(known => known.Takes(type)) : null;
        if (body is null && declared.Count > 0 && request.ContentType is { Length: > 0 } other)
            return new DeskAnswer.Problem(415, "media-type", $"Expected a body of {string.Join(" or ", declared.Select(known => known.MediaType))}, but it is {other}; send one of these.");
        var (content, problem) = await ReadAsync(context, body);
        return problem ?? desk.Receive(operation, new MockRequest(values, request.Query, request.Headers, request.Cookies, content) { Declared = body }, faults);
    }

    private static async Task<(JsonNode? Body, DeskAnswer.Problem? Problem)> ReadAsync(HttpContext context, MockBody? declared)
    {
        var request = context.Request;
        switch (declared?.Kind)
        {
            case MockBodyKind.Form when request.HasFormContentType:
                var (fields, broken) = await RequestReader.ReadFormAsync(context);
                return (fields is null ? null : declared.Typed(fields), broken);
            case MockBodyKind.File:
                return (await RequestReader.DescribeAsync(context), null);
        }

        if (request.ContentLength > LargestBody)
            return (null, new DeskAnswer.Problem(413, "too-large", "Expected at most 1 MB, but the body is larger; send references to documents instead of the documents."));
        if (declared?.Kind == MockBodyKind.Text)
        {
            using var reader = new StreamReader(request.Body);
            return (JsonValue.Create(await reader.ReadToEndAsync(context.RequestAborted)), null);
        }

        if (!request.HasJsonContentType())
            return (null, null);
        try
        {
            return (await JsonNode.ParseAsync(request.Body, cancellationToken: context.RequestAborted), null);
        }
        catch (JsonException)
        {
            return (null, new DeskAnswer.Problem(400, "not-json", "Expected JSON, but the body is none; correct it."));
        }
    }
}
