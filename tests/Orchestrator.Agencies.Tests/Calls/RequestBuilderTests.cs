using System.Text;
using System.Text.Json;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Tests.Documents;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class RequestBuilderTests
{
    private static readonly Uri Server = new("https://agency.example/base/");

    private static readonly AgencyDocument Document = Samples.Read("""
        openapi: 3.1.0
        info: { title: Many, version: '1' }
        paths:
          /a/{place}/b:
            put:
              operationId: Put
              x-idempotency: { field: requestKey }
              x-callback-url: { query: answerTo }
              parameters:
                - { name: place, in: path, required: true, schema: { type: string } }
                - { name: tag, in: query, schema: { type: array, items: { type: string } } }
                - { name: day, in: query, schema: { type: string, format: date } }
                - { name: X-Unit, in: header, schema: { type: string } }
              requestBody: { content: { application/json: { schema: { type: object, properties: { amount: { type: number }, when: { type: string, format: date-time } } } } } }
              responses: { '200': { description: ok } }
          /raw:
            post:
              operationId: Raw
              requestBody: { required: true, content: { application/json: { schema: { type: array, items: { type: integer } } } } }
              responses: { '200': { description: ok } }
        """).Document!;

    [Fact]
    public void Every_value_goes_to_its_place()
    {
        var request = Build("Put", """{"Place":"phường 1/2","Tag":["a b","c&d"],"Day":"2026-03-01T00:00:00+07:00","XUnit":"00001","Amount":1.50,"When":"2026-03-01T08:00:00+07:00"}""");

        Assert.Equal(HttpMethod.Put, request.Method);
        Assert.Equal(
            "https://agency.example/base/a/ph%C6%B0%E1%BB%9Dng%201%2F2/b?tag=a%20b&tag=c%26d&day=2026-03-01&answerTo=https%3A%2F%2Fo.example%2Fc",
            request.Address.AbsoluteUri);
        Assert.Equal([KeyValuePair.Create("X-Unit", "00001")], request.Headers);
        Assert.Equal("""{"amount":1.50,"when":"2026-03-01T08:00:00\u002B07:00","requestKey":"key-1"}""", Text(request));
    }

    [Fact]
    public void What_has_no_value_is_left_out()
    {
        var request = Build("Put", """{"Place":"x","Tag":null,"Unknown":1}""");

        Assert.Equal("https://agency.example/base/a/x/b?answerTo=https%3A%2F%2Fo.example%2Fc", request.Address.AbsoluteUri);
        Assert.Equal("""{"requestKey":"key-1"}""", Text(request));
    }

    [Fact]
    public void A_body_without_properties_is_one_input() =>
        Assert.Equal("[1,2]", Text(Build("Raw", """{"Body":[1,2]}""")));

    [Theory]
    [InlineData("""{"Place":".."}""")]
    [InlineData("""{"Place":""}""")]
    [InlineData("""{"Place":{}}""")]
    [InlineData("""{}""")]
    [InlineData("""{"Place":"x","Tag":[[]]}""")]
    [InlineData("""{"Place":"x","XUnit":"a\r\nX-Evil: 1"}""")]
    public void A_value_that_does_not_fit_makes_no_request(string inputs) => Assert.IsType<RequestBuild.Impossible>(
        RequestBuilder.Build(Document.Find("Put")!, Server, JsonElement.Parse(inputs), "key-1", null));

    [Fact]
    public void Whatever_the_values_are_the_request_stays_with_its_host_and_path()
    {
        var random = new Random(20260302);
        const string Letters = "./\\?#%:@&= \n\tđ{}[]\"'a0";
        for (var run = 0; run < 2_000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var inputs = JsonSerializer.SerializeToElement(new { Place = text, Day = text, XUnit = text });
            if (RequestBuilder.Build(Document.Find("Put")!, Server, inputs, "k", null) is not RequestBuild.Built(var request))
                continue;
            Assert.Equal("agency.example", request.Address.Host);
            Assert.StartsWith("/base/a/", request.Address.AbsolutePath, StringComparison.Ordinal);
            Assert.EndsWith("/b", request.Address.AbsolutePath, StringComparison.Ordinal);
        }
    }

    private static string Text(AgencyRequest request) => Encoding.UTF8.GetString(Assert.IsType<RequestBody.Bytes>(request.Body).Content);

    private static AgencyRequest Build(string operation, string inputs) => Assert.IsType<RequestBuild.Built>(
        RequestBuilder.Build(Document.Find(operation)!, Server, JsonElement.Parse(inputs), "key-1", new Uri("https://o.example/c"))).Request;
}
