using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Activities.Compensation;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Http;

/// <summary>What both activities that send requests have in common: one durable effect, one wait for its end.</summary>
internal static class HttpSending
{
    /// <summary>Outcomes of the effect.</summary>
    public const string Answered = "answered", NotConnected = "not-connected", TimedOut = "timed-out";

    public static void Request(ExecutionTurn turn)
    {
        var url = turn.TextInput("Url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http"))
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, $"Expected an absolute http or https address, but got '{url}'; correct it."));
            return;
        }

        turn.Request(EffectKinds.HttpRequest, Json.Object(
            ("url", target.AbsoluteUri), ("method", turn.TextInput("Method") is { Length: > 0 } method ? method.ToUpperInvariant() : "GET"), ("content", turn.Input("Content")),
            ("contentType", turn.TextInput("ContentType")), ("authorization", turn.TextInput("Authorization")), ("headers", HttpHeaderValues.Of(turn.Input("RequestHeaders")))),
            turn.Wait(BookmarkKind.Effect, target.Host));
    }

    /// <summary>What was only read needs no undoing; of anything else nobody says how.</summary>
    public static CompensationNeed CompensationOf(ActivityExecution run) =>
        run.AllInputs().Text("Method") is not { Length: > 0 } method || method.ToUpperInvariant() is "GET" or "HEAD" or "OPTIONS"
            ? new CompensationNeed.Nothing()
            : new CompensationNeed.Impossible(CompensationReasons.NoRule);

    /// <summary>Gives the outputs their values.</summary>
    /// <returns>The status, or null when no answer came.</returns>
    public static int? Receive(ExecutionTurn turn, JsonElement? outputs)
    {
        if (outputs is not { ValueKind: JsonValueKind.Object } answer) return null;
        foreach (var output in answer.EnumerateObject()) turn.Keep(output.Name, output.Value);
        turn.Keep("Result", answer);
        return answer.Number("StatusCode", 0);
    }

    public static Fault NoAnswer(string? outcome, Bookmark bookmark) => outcome == TimedOut
        ? new Fault("http-timeout", $"Expected an answer of {bookmark.Name}, but none came in time; retry, or connect the port of a time-out.")
        : new Fault("http-not-connected", $"Expected to reach {bookmark.Name}, but the connection failed; retry, or connect the port for that.");
}

/// <summary>Sends a request and takes the port of its status, as Elsa names the ports.</summary>
internal sealed class FlowSendHttpRequest : BuiltInBehaviour
{
    private const string Unmatched = "Unmatched status code", NotConnected = "Failed to connect", TimedOut = "Timeout";

    /// <summary>The statuses that are written down; any port when they are known only when it runs.</summary>
    public override FrozenSet<string>? Ports(ActivityPlanner planner)
    {
        var written = planner.Constant("expectedStatusCodes");
        if (written is null && !planner.Node["expectedStatusCodes"].Member("expression").IsAbsent()) return null;
        var codes = StringList.Of(written) ?? ["200"];
        return codes.Concat([Unmatched, NotConnected, TimedOut, Done]).ToFrozenSet(StringComparer.Ordinal);
    }

    public override CompensationNeed CompensationOf(ActivityExecution run) => HttpSending.CompensationOf(run);

    protected override void Execute(ExecutionTurn turn) => HttpSending.Request(turn);

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        if (resumption is not Resumption.ByEffect effect)
        {
            base.Resume(turn, bookmark, resumption);
        }
        else if (effect.Outcome == HttpSending.Answered && HttpSending.Receive(turn, effect.Outputs) is { } status)
        {
            var expected = StringList.Of(turn.Input("ExpectedStatusCodes")) ?? [];
            var code = status.ToString(CultureInfo.InvariantCulture);
            turn.GiveKept();
            if (expected.IsEmpty) turn.Complete();
            else turn.Complete(expected.Contains(code) ? code : Unmatched, Done);
        }
        else
        {
            var port = effect.Outcome == HttpSending.TimedOut ? TimedOut : NotConnected;
            if (turn.IsConnected(port)) turn.Complete(port);
            else turn.Fault(HttpSending.NoAnswer(effect.Outcome, bookmark));
        }
    }
}

/// <summary>Sends a request and runs what is drawn for its status.</summary>
internal sealed class SendHttpRequest : ContainerBehaviour
{
    public override object Plan(ActivityPlanner planner) => new Parts(
        [.. planner.Node.Json.Items("expectedStatusCodes", planner.Node.Path)
            .Select(c => (c.Item.Number("statusCode", 0), planner.Child($"{c.Path[(planner.Node.Path.Length + 1)..]}.activity")))],
        planner.Child("unmatchedStatusCode"), planner.Child("failedToConnect"), planner.Child("timeout"));

    public override CompensationNeed CompensationOf(ActivityExecution run) => HttpSending.CompensationOf(run);

    protected override void Execute(ExecutionTurn turn) => HttpSending.Request(turn);

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        var parts = (Parts)turn.Activity.Plan!;
        if (resumption is not Resumption.ByEffect effect)
        {
            base.Resume(turn, bookmark, resumption);
        }
        else if (effect.Outcome == HttpSending.Answered && HttpSending.Receive(turn, effect.Outputs) is { } status)
        {
            var drawn = parts.Codes.FirstOrDefault(c => c.Status == status);
            Run(turn, drawn.Status == status ? drawn.Activity : parts.Unmatched);
        }
        else if ((effect.Outcome == HttpSending.TimedOut ? parts.Timeout : parts.NotConnected) is { } drawn)
        {
            Run(turn, drawn);
        }
        else
        {
            turn.Fault(HttpSending.NoAnswer(effect.Outcome, bookmark));
        }
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) => Complete(turn);

    private static void Run(ExecutionTurn turn, CompiledActivity? activity)
    {
        if (activity is null) Complete(turn);
        else turn.Schedule(activity);
    }

    /// <summary>What was received before the drawn activity ran is recorded now.</summary>
    private static void Complete(ExecutionTurn turn)
    {
        turn.GiveKept();
        turn.Complete();
    }

    private sealed record Parts(ImmutableArray<(int Status, CompiledActivity? Activity)> Codes, CompiledActivity? Unmatched, CompiledActivity? NotConnected, CompiledActivity? Timeout);
}
