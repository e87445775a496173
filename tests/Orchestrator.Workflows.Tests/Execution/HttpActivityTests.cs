using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>HTTP endpoints, answers and requests as events of a case; the real HTTP is tested where it is spoken.</summary>
public sealed class HttpActivityTests
{
    private static readonly JsonElement Request = JsonDocument.Parse("""
        {
          "requestId": "r1", "method": "POST", "path": "birth/7", "routeData": { "number": "7" }, "queryStringData": { "a": "1" },
          "headers": { "Accept": "*/*" }, "parsedContent": {"name":"An"}
        }
        """).RootElement;

    private readonly InMemoryRuntime _runtime = new();

    public HttpActivityTests() => _runtime.LeftPending.UnionWith([EffectKinds.HttpRequest, EffectKinds.HttpResponse]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_endpoint_gives_what_came_whether_it_starts_the_case_or_is_waited_at(bool starts)
    {
        var endpoint = Activity("Elsa.HttpEndpoint", "H", ("path", Literal("/birth/{number}/")), ("supportedMethods", Object("""["post"]""")), ("parsedContent", Bound("P")));
        var answer = Activity("Elsa.WriteHttpResponse", "W", ("statusCode", Literal("Created")), ("content", JavaScript("getOutputFrom('H', 'RouteData').number")), ("responseHeaders", null));
        Publish(Sequence("s", endpoint, answer), "P:Object");
        var id = _runtime.Start("drawn", trigger: starts ? new StartTrigger("Workflow1:s:H", Request) : null);
        if (!starts)
        {
            var bookmark = Assert.Single(_runtime[id].Bookmarks.Values);
            Assert.Equal((BookmarkKind.Http, "birth/{number}", """["POST"]"""), (bookmark.Kind, bookmark.Name, bookmark.Payload!.Value.GetProperty("SupportedMethods").ToString()));
            Assert.IsType<Decision.Accepted>(_runtime.Send(id, new ReceiveRequest(bookmark.Id, Request)));
        }

        Assert.Equal("""{"name":"An"}""", _runtime[id].VariableOf(_runtime.WorkflowOf(id), "P").ToString());
        var effect = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal("""{"requestId":"r1","status":201,"content":"7","contentType":null,"headers":{}}""", effect.Payload.ToString());
        Assert.Equal(CaseSubStatus.Finished, _runtime[id].SubStatus);
    }

    [Fact]
    public void An_answer_without_a_request_is_an_incident()
    {
        Publish(Sequence("s", Activity("Elsa.WriteHttpResponse", "W")));
        Assert.Equal("no-request", Assert.Single(_runtime[_runtime.Start("drawn")].Incidents.Values).Fault.Code);
    }

    [Theory]
    [InlineData("answered", 200, "fc,S,Ok,Dn")]
    [InlineData("answered", 404, "fc,S,Other,Dn")]
    [InlineData("timed-out", 0, "fc,S,Late")]
    public void A_request_takes_the_port_of_its_status(string outcome, int status, string started)
    {
        var send = Activity("Elsa.FlowSendHttpRequest", "S", ("url", Literal("https://example.org/a?b=1")), ("method", Literal("POST")), ("content", Object("""{"a":1}""")),
            ("requestHeaders", Object("""{"X-A":"1"}""")), ("statusCode", Bound("Code")));
        Publish(Flowchart("fc", [send, Line("Ok"), Line("Other"), Line("Late"), Line("Dn")], "S.200>Ok", "S.Unmatched status code>Other", "S.Timeout>Late", "S.Done>Dn"), "Code:Int32");
        var id = _runtime.Start("drawn");
        var effect = Assert.Single(_runtime[id].Effects.Values);
        Assert.Equal("""{"url":"https://example.org/a?b=1","method":"POST","content":{"a":1},"contentType":null,"authorization":null,"headers":{"X-A":["1"]}}""", effect.Payload.ToString());
        _runtime.Send(id, Answer(effect, outcome, status));
        Assert.Equal(started, string.Join(',', _runtime[id].Executions.Values.Select(e => e.ActivityId)));
        if (status > 0) Assert.Equal(status, _runtime[id].VariableOf(_runtime.WorkflowOf(id), "Code")!.Value.GetInt32());
    }

    [Fact]
    public void A_request_without_an_answer_is_an_incident_where_its_port_leads_nowhere_and_a_retry_keeps_its_key()
    {
        Publish(Sequence("s", Activity("Elsa.FlowSendHttpRequest", "S", ("url", Literal("https://example.org")))));
        var id = _runtime.Start("drawn");
        _runtime.Send(id, Answer(Assert.Single(_runtime[id].Effects.Values), "not-connected", 0));
        Assert.Equal("http-not-connected", Assert.Single(_runtime[id].Incidents.Values).Fault.Code);
    }

    [Fact]
    public void A_request_runs_what_is_drawn_for_its_status_and_gives_its_outputs_at_the_end()
    {
        var send = Activity("Elsa.SendHttpRequest", "S", ("url", Literal("https://example.org")), ("expectedStatusCodes", new[] { new { statusCode = 201, activity = Line("Made") } }), ("unmatchedStatusCode", Line("Other")));
        Publish(Sequence("s", send, Line("Z")));
        var id = _runtime.Start("drawn");
        _runtime.Send(id, Answer(Assert.Single(_runtime[id].Effects.Values), "answered", 201));
        Assert.Equal(["s", "S", "Made", "Z"], _runtime[id].Executions.Values.Select(e => e.ActivityId));
        Assert.Equal("201", _runtime[id].Executions.Values.Single(e => e.ActivityId == "S").Outputs!.Value.Text("StatusCode"));
    }

    private static CompleteEffect Answer(Effect effect, string outcome, int status) => new(
        effect.Id, outcome, status == 0 ? null : JsonSerializer.SerializeToElement(new { StatusCode = status, ParsedContent = "x", ResponseHeaders = new { } }), null);

    private static object Object(string json) => new { typeName = "Object", expression = new { type = "Object", value = json } };

    private void Publish(Dictionary<string, object?> root, params string[] variables) => Assert.Empty(_runtime.Publish(Workflow(root, "drawn", null, variables)));
}
