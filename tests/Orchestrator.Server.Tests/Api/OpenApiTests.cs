using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Server.Tests.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Api;

[Collection(SharedServerCollection.Name)]
public sealed partial class OpenApiTests(SharedServer shared)
{
    private const string Update = "ORCHESTRATOR_UPDATE_SNAPSHOTS";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A change of the contract must be seen in review: set the variable to 1 to accept it, then look at the difference.</summary>
    [Fact]
    public async Task The_document_is_the_one_that_was_agreed_on()
    {
        var file = Path.Combine(TestServer.Repository, "docs", "openapi.v1.json");
        var actual = JsonSerializer.Serialize(await DocumentAsync(), Indented) + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(file, actual, Cancellation);

        Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), actual);
    }

    [Fact]
    public async Task The_document_names_every_endpoint_of_the_API()
    {
        var documented =
            from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(
            AccessTable.Roles.Keys.Concat(AccessTable.Open).Where(endpoint => endpoint.Contains(" /api/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_a_summary_and_answers()
    {
        var operations = await OperationsAsync();

        Assert.All(operations, operation => Assert.NotEmpty(operation.GetProperty("summary").GetString()!));
        Assert.All(operations, operation => Assert.Contains(operation.GetProperty("responses").EnumerateObject(), response => response.Name.StartsWith('2')));
        Assert.Distinct(operations.Select(operation => operation.GetProperty("operationId").GetString()));
    }

    [Fact]
    public async Task Every_failure_is_described_as_problem_details()
    {
        foreach (var response in (await OperationsAsync()).SelectMany(operation => operation.GetProperty("responses").EnumerateObject()).Where(response => response.Name[0] is '4' or '5'))
        {
            Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), response.Value.GetRawText());
            Assert.StartsWith("Problem: `", response.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_idempotency_key_is_required()
    {
        var submit = (await OperationsAsync()).Single(operation => operation.GetProperty("operationId").GetString() == "SubmitApplication");
        var header = submit.GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");

        Assert.Equal(("header", true), (header.GetProperty("in").GetString(), header.GetProperty("required").GetBoolean()));
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        using var client = shared.Server.Anonymous();
        using var redirect = await client.GetAsync("/reference", Cancellation);
        using var answer = redirect.Headers.Location is { } location ? await client.GetAsync(location, Cancellation) : await client.GetAsync("/reference/", Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotMatch(@"(src|href)=""(https?:)?//", html);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotMatch(@"https?:|\*|script-src[^;]*'unsafe-inline'", policy);
        foreach (var script in Script().Matches(html).Select(match => match.Groups[1].Value))
        {
            using var loaded = await client.GetAsync(new Uri(new Uri(answer.RequestMessage!.RequestUri!.ToString()), script), Cancellation);
            Assert.True(loaded.IsSuccessStatusCode, script);
        }

        Assert.NotEmpty(Script().Matches(html));
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var client = shared.Server.Anonymous();
        using var answer = await client.GetAsync("/openapi/v1.json", Cancellation);
        return await answer.JsonAsync();
    }

    private async Task<List<JsonElement>> OperationsAsync() =>
    [
        .. (await DocumentAsync()).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value),
    ];

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
