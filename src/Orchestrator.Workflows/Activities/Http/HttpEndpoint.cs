using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Http;

/// <summary>Waits for a request to a path; the bookmark is named like the path, so that a request finds it.</summary>
internal sealed class HttpEndpoint : BuiltInBehaviour
{
    public const string TooLarge = "Request too large";

    private static readonly string[] Outputs = ["ParsedContent", "RouteData", "QueryStringData", "Headers"];

    /// <summary>Settings about files, by their names in JSON: files do not come this way, and a setting that does nothing must not look as if it did.</summary>
    private static readonly string[] AboutFiles =
    [
        "fileSizeLimit", "allowedFileExtensions", "blockedFileExtensions", "allowedMimeTypes", "exposeFileTooLargeOutcome", "exposeInvalidFileExtensionOutcome", "exposeInvalidFileMimeTypeOutcome",
    ];

    public override object? Plan(ActivityPlanner planner)
    {
        foreach (var setting in AboutFiles.Where(name => Says(planner.Node[name])))
        {
            planner.Fault("unsupported-files", $"{planner.Node.Path}.{setting}",
                $"Expected an endpoint without files, but '{setting}' is set; have files sent to POST /api/v1/attachments first and take their references here.");
        }

        return null;
    }

    public override FrozenSet<string>? Ports(ActivityPlanner planner) =>
        (planner.Node["exposeRequestTooLargeOutcome"].ValueKind == JsonValueKind.True ? new[] { Done, TooLarge } : [Done]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>False for what Studio writes into a field that nobody filled.</summary>
    private static bool Says(JsonElement setting)
    {
        var value = setting.ValueKind == JsonValueKind.Object ? setting.Object("expression").Member("value") : setting;
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.String => value.GetString() is not ("" or "[]" or "null"),
            _ => true,
        };
    }

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TryTrigger(out var request))
        {
            Receive(turn, request);
            return;
        }

        var endpoint = HttpRoute.Of(turn.Inputs(), turn.Activity.Node["exposeRequestTooLargeOutcome"].ValueKind == JsonValueKind.True);
        if (endpoint is null) turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the path to wait at, but there is none; give one."));
        else turn.Wait(BookmarkKind.Http, endpoint.Path, payload: endpoint.ToJson());
    }

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        if (resumption is Resumption.ByRequest request) Receive(turn, request.Request);
        else turn.Complete();
    }

    private static void Receive(ExecutionTurn turn, JsonElement request)
    {
        foreach (var output in Outputs) turn.SetOutput(output, request.Member(JsonNamingPolicy.CamelCase.ConvertName(output)));
        turn.SetOutput("Result", request);
        if (request.Text("requestId") is { } id) turn.Mark(HttpMarks.Request, Json.Object(("id", id), ("method", request.Text("method")), ("path", request.Text("path"))));
        if (request.Flag("isTooLarge")) turn.Complete(TooLarge);
        else turn.Complete();
    }
}

/// <summary>Names of marks about HTTP.</summary>
internal static class HttpMarks
{
    /// <summary>The request that the case received last: <c>{id, method, path}</c>.</summary>
    public const string Request = "http-request";
}
