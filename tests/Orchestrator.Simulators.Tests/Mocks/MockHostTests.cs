using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Simulators.Tests.Mocks;

public sealed class MockHostTests
{
    private const string Permits = """
        openapi: 3.1.0
        info: { title: Permits, version: '1', x-agency: { code: permits, name: { vi: "Giấy phép", en: "Permits" } } }
        paths:
          /permits:
            post:
              operationId: Apply
              x-callback-url: { header: X-Callback-Url }
              x-idempotency: { header: Idempotency-Key }
              x-poll: { operationId: Ask, after: PT1M, interval: PT1M, parameter: { id: /ticket/id } }
              x-reply-classes:
                - { status: 202, class: accepted }
                - { pointer: /state, equals: open, class: accepted }
                - { pointer: /state, equals: granted, class: done, outcome: Granted }
                - { pointer: /state, equals: denied, class: done, outcome: Denied }
              requestBody:
                required: true
                content: { application/json: { schema: { type: object, required: [who, where], properties: { who: { type: string, minLength: 3 }, where: { type: object, required: [code], properties: { code: { type: string, pattern: '^[0-9]{5}$' } } }, list: { type: array, items: { type: integer } } } } } }
              responses:
                '200': { description: Answer, content: { application/json: { schema: { $ref: '#/components/schemas/Answer' } } } }
                '202': { description: Later, content: { application/json: { schema: { type: object, properties: { ticket: { type: object, properties: { id: { type: integer } } } } } } } }
                '422': { description: Wrong }
              callbacks:
                answer:
                  '{$request.header.X-Callback-Url}':
                    post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Answer' } } } }, responses: { '200': { description: Taken } } }
          /permits/{id}:
            get:
              operationId: Ask
              x-no-activity: true
              parameters: [ { name: id, in: path, required: true, schema: { type: integer } } ]
              responses: { '200': { description: Answer, content: { application/json: { schema: { $ref: '#/components/schemas/Answer' } } } } }
        components:
          schemas:
            Answer: { type: object, required: [state], properties: { state: { type: string, enum: [open, granted, denied] }, number: { type: string } } }
        """;

    private static JsonObject Application(string who = "Nguyễn Văn An") => new() { ["who"] = who, ["where"] = new JsonObject { ["code"] = "00004" } };

    [Fact]
    public async Task A_request_that_the_document_does_not_allow_is_refused_with_pointers()
    {
        await using var agency = await MockAgency.StartAsync(Permits);
        var response = await agency.PostAsync("permits", new JsonObject { ["who"] = "x", ["where"] = new JsonObject { ["code"] = "4" }, ["list"] = new JsonArray(1, "two") }, "k1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var pointers = (await MockAgency.ReadAsync(response))["errors"]!.AsArray().Select(error => (string?)error!["pointer"]).Order();
        Assert.Equal(["/list/1", "/where/code", "/who"], pointers);
        Assert.Equal(0, agency.Host.Report().Registrations);
    }

    [Theory]
    [InlineData("https://library.example", "readers/0", HttpStatusCode.BadRequest)]
    [InlineData("https://library.example", "readers/abc", HttpStatusCode.BadRequest)]
    [InlineData("https://library.example", "readers/1?fields=none", HttpStatusCode.BadRequest)]
    [InlineData("https://library.example", "readers/1?fields=all", HttpStatusCode.OK)]
    [InlineData("https://library.example", "nothing", HttpStatusCode.NotFound)]
    [InlineData("https://library.example", "loans", HttpStatusCode.MethodNotAllowed)]
    public async Task Paths_and_parameters_are_those_of_the_document(string server, string path, HttpStatusCode status)
    {
        Assert.Contains(server, ForeignDocuments.Library, StringComparison.Ordinal);
        await using var agency = await MockAgency.StartAsync(ForeignDocuments.Library);
        // Below the path of the document's server, and without it.
        Assert.EndsWith("/api/v2/", agency.Host.Address.ToString(), StringComparison.Ordinal);
        Assert.Equal(status, (await agency.GetAsync(path)).StatusCode);
        Assert.Equal(status, (await agency.GetAsync("/" + path)).StatusCode);
    }

    [Fact]
    public async Task The_same_lookup_has_the_same_answer()
    {
        await using var agency = await MockAgency.StartAsync(ForeignDocuments.Library);
        var first = await MockAgency.ReadAsync(await agency.GetAsync("readers/7"));
        Assert.Equal(first.ToJsonString(), (await MockAgency.ReadAsync(await agency.GetAsync("readers/7"))).ToJsonString());
        Assert.NotEqual(first.ToJsonString(), (await MockAgency.ReadAsync(await agency.GetAsync("readers/8"))).ToJsonString());
    }

    [Fact]
    public async Task The_answer_comes_by_callback_once_and_the_same_key_is_the_same_request()
    {
        await using var agency = await MockAgency.StartAsync(Permits);
        await using var receiver = await CallbackReceiver.StartAsync();
        var first = await agency.PostAsync("permits", Application(), "k1", ("X-Callback-Url", receiver.Url.ToString()));
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        await receiver.WaitAsync();
        await UntilAsync(() => agency.Host.Report().PendingCallbacks == 0);
        var again = await agency.PostAsync("permits", Application(), "k1", ("X-Callback-Url", receiver.Url.ToString()));
        var other = await agency.PostAsync("permits", Application("Trần Thị Bình"), "k1");

        Assert.Equal("granted", (string?)Assert.Single(receiver.Accepted)["state"]);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(receiver.Accepted.Single().ToJsonString(), (await MockAgency.ReadAsync(again)).ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(1, agency.Host.Report().Registrations);
    }

    [Fact]
    public async Task Who_polls_hears_that_it_is_open_and_then_the_answer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T02:00:00Z", null));
        await using var agency = await MockAgency.StartAsync(Permits, options => options with { TimeProvider = time, CallbackDelay = TimeSpan.FromHours(1) });
        var accepted = await MockAgency.ReadAsync(await agency.PostAsync("permits", Application(), "k1"));
        var path = $"permits/{accepted["ticket"]!["id"]}";

        Assert.Equal("open", (string?)(await MockAgency.ReadAsync(await agency.GetAsync(path)))["state"]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("granted", (string?)(await MockAgency.ReadAsync(await agency.GetAsync(path)))["state"]);
        Assert.Equal(HttpStatusCode.NotFound, (await agency.GetAsync("permits/99")).StatusCode);
    }

    [Fact]
    public async Task The_callback_goes_where_the_runtime_expression_of_a_foreign_document_says()
    {
        await using var agency = await MockAgency.StartAsync(ForeignDocuments.Library);
        await using var receiver = await CallbackReceiver.StartAsync();
        var body = new JsonObject { ["readerId"] = 7, ["book"] = new JsonObject { ["isbn"] = "978-1-123" }, ["callbackUrl"] = receiver.Url.ToString() };
        var accepted = await MockAgency.ReadAsync(await agency.PostAsync("loans", body, "k1"));
        await receiver.WaitAsync();

        var loan = Assert.Single(receiver.Accepted);
        Assert.Equal((string?)accepted["loanId"], (string?)loan["loanId"]);
        Assert.NotNull(loan["dueOn"]);
    }

    [Fact]
    public async Task A_fault_can_ask_for_another_outcome()
    {
        await using var agency = await MockAgency.StartAsync(Permits, options => options with { Mode = AnswerMode.AtOnce });
        await agency.SwitchOnAsync(new { operation = "Apply", fault = "outcome", outcome = "Denied", count = 1 });
        Assert.Equal("denied", (string?)(await MockAgency.ReadAsync(await agency.PostAsync("permits", Application(), "k1")))["state"]);
        Assert.Equal("granted", (string?)(await MockAgency.ReadAsync(await agency.PostAsync("permits", Application(), "k2")))["state"]);
    }

    // Real sockets stand between: what is waited for is a state, not a time.
    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!reached())
            await Task.Delay(5, patience.Token);
    }
}
