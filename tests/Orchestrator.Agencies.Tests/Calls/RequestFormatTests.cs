using System.Text;
using System.Text.Json;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Tests.Documents;

namespace Orchestrator.Agencies.Tests.Calls;

public sealed class RequestFormatTests
{
    private static readonly DocumentReading Reading = Samples.Read("""
        openapi: 3.1.0
        info: { title: Formats, version: '1' }
        paths:
          /form:
            post:
              operationId: Form
              requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [a], properties: { a: { type: string }, many: { type: array, items: { type: integer } } } } } } }
              responses: { '200': { description: ok } }
          /parts:
            post:
              operationId: Parts
              requestBody:
                content:
                  multipart/form-data:
                    encoding: { scan: { contentType: "application/pdf, image/*" }, data: { contentType: application/vnd.x+json } }
                    schema:
                      type: object
                      required: [scan]
                      properties:
                        title: { type: string }
                        data: { type: object, properties: { n: { type: integer } } }
                        scan: { type: string, format: binary }
                        pages: { type: array, items: { type: string, format: binary, x-attachment: { types: [image/png], maxBytes: 1000 } } }
              responses: { '200': { description: ok } }
          /text:
            put:
              operationId: Text
              requestBody: { required: true, content: { text/plain: { schema: { type: string } } } }
              responses: { '200': { description: ok } }
          /file:
            put:
              operationId: File
              requestBody: { required: true, content: { application/pdf: { schema: { type: string, format: binary } } } }
              responses: { '200': { description: ok } }
          /choice:
            put:
              operationId: Choice
              requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { a: { type: string } } } }, application/merge-patch+json: { schema: { type: object, properties: { a: { type: string } } } } } }
              responses: { '200': { description: ok } }
          /cookie:
            get:
              operationId: Cookie
              parameters:
                - { name: session, in: cookie, schema: { type: string, minLength: 2 } }
                - { name: filter, in: query, style: deepObject, explode: true, schema: { type: object, properties: { from: { type: integer } } } }
                - { name: where, in: query, content: { application/json: { schema: { type: object } } } }
                - { name: Authorization, in: header, schema: { type: string } }
              responses: { '200': { description: ok } }
        """);

    [Fact]
    public void The_sample_has_no_fault() => Assert.Empty(Reading.Faults);

    [Fact]
    public void A_form_has_its_fields_escaped_and_lists_repeated()
    {
        var body = Assert.IsType<RequestBody.Bytes>(Build("Form", """{"A":"x & y","Many":[1,2]}""").Body);

        Assert.Equal(("application/x-www-form-urlencoded", "a=x%20%26%20y&many=1&many=2"), (body.MediaType, Encoding.UTF8.GetString(body.Content)));
    }

    [Fact]
    public void Parts_have_the_type_of_their_kind_and_files_stay_references()
    {
        var request = Build("Parts", """{"Title":"An","Data":{"n":1},"Scan":"f-1","Pages":["f-2","f-3"]}""");

        var parts = Assert.IsType<RequestBody.Multipart>(request.Body).Parts;
        Assert.Equal(["title", "data", "scan", "pages", "pages"], parts.Select(part => part.Name));
        Assert.Equal(
            ["text/plain; charset=utf-8", "application/vnd.x+json"], parts.Select(part => part.Content).OfType<RequestBody.Bytes>().Select(part => part.MediaType));
        Assert.Equal(["f-1", "f-2", "f-3"], request.Files.Select(file => file.Reference.GetString()));
    }

    [Fact]
    public void Files_say_what_the_agency_takes()
    {
        var inputs = Reading.Document!.Find("Parts")!.Inputs.ToDictionary(input => input.Name);

        Assert.Equal((ValueKind.File, ValueKind.List), (inputs["Scan"].Value.Kind, inputs["Pages"].Value.Kind));
        Assert.Equal(["application/pdf", "image/*"], inputs["Scan"].Value.Attachment!.MediaTypes);
        Assert.True(inputs["Scan"].Value.Attachment!.Takes("image/jpeg"));
        Assert.False(inputs["Scan"].Value.Attachment!.Takes("text/html"));
        Assert.Equal((1000L, "image/png"), (inputs["Pages"].Value.Attachment!.MaxBytes!.Value, inputs["Pages"].Value.Attachment!.MediaTypes.Single()));
        Assert.Null(inputs["Title"].Value.Attachment);
        Assert.Equal(["application/pdf"], Reading.Document.Find("File")!.Inputs.Single().Value.Attachment!.MediaTypes);
    }

    [Fact]
    public void A_missing_part_that_is_required_makes_no_request() =>
        Assert.Contains("/scan (PropertyRequired)", Refused("Parts", """{"Title":"An"}""").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"Scan":"f-1","Data":{"n":"x"}}""", "/data/n (IntegerExpected)")]
    [InlineData("""{"Scan":"f-1","Title":7}""", "/title (StringExpected)")]
    public void A_value_in_a_part_that_does_not_meet_its_schema_makes_no_request(string inputs, string place) =>
        Assert.Contains(place, Refused("Parts", inputs).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_and_a_file_are_whole_bodies()
    {
        var text = Assert.IsType<RequestBody.Bytes>(Build("Text", """{"Body":"xin chào"}""").Body);
        Assert.Equal(("text/plain", "xin chào"), (text.MediaType, Encoding.UTF8.GetString(text.Content)));
        Assert.Equal("f-9", Assert.IsType<RequestBody.File>(Build("File", """{"Body":"f-9"}""").Body).Reference.GetString());
    }

    [Fact]
    public void Json_is_preferred_and_keeps_its_media_type() =>
        Assert.Equal("application/merge-patch+json", Assert.IsType<RequestBody.Bytes>(Build("Choice", """{"A":"x"}""").Body).MediaType);

    [Fact]
    public void Cookies_objects_and_json_are_parameters_too()
    {
        var request = Build("Cookie", """{"Session":"a b","Filter":{"from":3},"Where":{"x":1}}""");

        Assert.Equal("?filter%5Bfrom%5D=3&where=%7B%22x%22%3A1%7D", request.Address.Query);
        Assert.Equal([KeyValuePair.Create("Cookie", "session=a%20b")], request.Headers);
        Assert.Equal(["Session", "Filter", "Where"], Reading.Document!.Find("Cookie")!.Inputs.Select(input => input.Name));
    }

    [Theory]
    [InlineData("""{"Session":"a"}""", "/Session: the value (StringTooShort)")]
    [InlineData("""{"Filter":{"from":"x"}}""", "/Filter: /from (IntegerExpected)")]
    public void A_parameter_that_does_not_meet_its_schema_makes_no_request(string inputs, string where)
    {
        var refused = Refused("Cookie", inputs);

        Assert.Equal("schema-mismatch", refused.Code);
        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
    }

    private static AgencyRequest Build(string operation, string inputs) => Assert.IsType<RequestBuild.Built>(Try(operation, inputs)).Request;

    private static RequestBuild.Impossible Refused(string operation, string inputs) => Assert.IsType<RequestBuild.Impossible>(Try(operation, inputs));

    private static RequestBuild Try(string operation, string inputs) =>
        RequestBuilder.Build(Reading.Document!.Find(operation)!, new Uri("https://agency.example"), JsonElement.Parse(inputs), "k", null);
}
