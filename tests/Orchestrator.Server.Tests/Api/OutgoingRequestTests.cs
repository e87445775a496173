using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Http;
using Orchestrator.Runtime.Running;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Tests.Api;

/// <summary>Requests that definitions send, to a real server that configuration allows.</summary>
public sealed class OutgoingRequestTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, string Body, string? Key, string? Header)> _received = new();
    private WebApplication _registry = null!;
    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _registry = builder.Build();
        _registry.Urls.Add("http://127.0.0.1:0");
        _registry.Map("/{**path}", AnswerAsync);
        await _registry.StartAsync(Token);
        _server = await TestServer.StartAsync(customize: host => host.Services.AddSingleton(new HttpOptions { AllowedHosts = "127.0.0.1", AllowLoopback = true }));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task A_request_carries_what_was_drawn_and_its_answer_takes_the_port_of_its_status()
    {
        var state = await RunAsync("answered", Send("ok", "POST", new { name = "An" }), "201", "Unmatched status code");
        var sent = Assert.Single(_received);
        Assert.Equal(("/ok", """{"name":"An"}""", "register"), (sent.Path, sent.Body, sent.Header));
        Assert.StartsWith(state.CaseId.ToString(), sent.Key);
        Assert.Equal(["fc", "send", "201"], Ran(state));
        var outputs = state.Executions.Values.Single(execution => execution.ActivityId == "send").AllOutputs();
        Assert.Equal((201, "7"), (outputs.GetProperty("StatusCode").GetInt32(), outputs.GetProperty("ParsedContent").GetProperty("number").GetString()));
        Assert.Equal("yes", outputs.GetProperty("ResponseHeaders").GetProperty("X-Register")[0].GetString());
    }

    [Theory]
    [InlineData("missing", "Unmatched status code")]
    [InlineData("elsewhere", "Unmatched status code")]
    public async Task Another_status_and_a_redirect_take_the_port_for_all_others_and_nobody_is_asked_elsewhere(string path, string port)
    {
        var state = await RunAsync($"other-{path}", Send(path, "GET", null), "201", "Unmatched status code");
        Assert.Equal(["fc", "send", port], Ran(state));
        Assert.Equal($"/{path}", Assert.Single(_received).Path);
    }

    [Fact]
    public async Task Where_nobody_listens_the_port_for_that_is_taken()
    {
        // Bound but not listening: nobody else can take the port meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var state = await RunAsync("closed", Send("ok", "GET", null, $"http://{closed.LocalEndPoint}"), "Failed to connect");
        Assert.Equal(["fc", "send", "Failed to connect"], Ran(state));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _received.Enqueue((context.Request.Path.Value!, await reader.ReadToEndAsync(Token), context.Request.Headers["Idempotency-Key"], context.Request.Headers["X-Sender"]));
        context.Response.Headers["X-Register"] = "yes";
        switch (context.Request.Path.Value)
        {
            case "/ok":
                context.Response.StatusCode = StatusCodes.Status201Created;
                await context.Response.WriteAsJsonAsync(new { number = "7" }, Token);
                break;
            case "/elsewhere":
                context.Response.Redirect("/ok");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task<CaseState> RunAsync(string id, object send, params string[] ports)
    {
        object Line(string port) => new { id = port, type = "Elsa.WriteLine", version = 1, text = Literal(port) };
        object Link(string port) => new { source = new { activity = "send", port }, target = new { activity = port, port = "In" } };
        var start = new
        {
            id = "endpoint",
            type = "Elsa.HttpEndpoint",
            version = 1,
            path = Literal(id),
            supportedMethods = Literal("[\"POST\"]"),
            customProperties = new { canStartWorkflow = true },
        };
        var flow = new { id = "fc", type = "Elsa.Flowchart", version = 1, activities = ports.Select(Line).Prepend(send), connections = ports.Select(Link) };
        var root = new { id = "root", type = "Elsa.Sequence", version = 1, activities = new object[] { start, flow } };
        var definition = JsonSerializer.SerializeToUtf8Bytes(new { definitionId = id, name = id, root });
        Assert.IsType<ImportOutcome.Imported>(await _server.Services.GetRequiredService<IDefinitionStore>().ImportAsync(definition, "test", Token));
        using var client = _server.Anonymous();
        using var begun = await client.PostAsync($"/workflows/{id}", null, Token);
        var caseId = CaseId.Parse(begun.Headers.GetValues("x-elsa-workflow-instance-id").Single(), null);
        CaseState state;
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((state = (await _server.Services.GetRequiredService<ICaseRuntime>().FindAsync(caseId, Token))!).Status != CaseStatus.Finished && state.Incidents.IsEmpty)
            await looks.WaitForNextTickAsync(Token);
        Assert.Empty(state.Incidents.Values.Select(incident => incident.Fault.Message));
        return state;
    }

    private object Send(string path, string method, object? content, string? address = null) => new
    {
        id = "send",
        type = "Elsa.FlowSendHttpRequest",
        version = 1,
        url = Literal($"{address ?? _registry.Urls.Single()}/{path}"),
        method = Literal(method),
        content = content is null ? null : new { typeName = "Object", expression = new { type = "Object", value = JsonSerializer.Serialize(content) } },
        requestHeaders = new { typeName = "HttpHeaders", expression = new { type = "Object", value = """{"X-Sender":"register"}""" } },
        expectedStatusCodes = new { typeName = "ICollection<Int32>", expression = new { type = "Object", value = "[201]" } },
    };

    private static IEnumerable<string> Ran(CaseState state) => state.Executions.Values.Select(execution => execution.ActivityId).Where(id => id is not ("root" or "endpoint"));

    private static object Literal(object value) => new { expression = new { type = "Literal", value } };
}
