using System.Globalization;
using System.Text;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.TestKit;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class DocumentReaderTests
{
    private static AgencyOperation Register => Samples.RegistryDocument.Find("RegisterEntry")!;

    [Fact]
    public void A_whole_document_is_mapped_without_faults()
    {
        var reading = Samples.Read(Samples.Registry);

        Assert.Empty(reading.Faults);
        Assert.Equal("test-registry", reading.Document!.Code);
        Assert.Equal(new LocalizedText("Cơ quan thử", "Test registry"), reading.Document.Name);
        Assert.Equal(new Uri("http://127.0.0.1:9/registry"), reading.Document.Server);
        Assert.Equal(new CallLimits(TimeSpan.FromSeconds(4), 50, 2), reading.Document.Limits);
        Assert.Equal(["RegisterEntry", "RemoveEntry", "GetRequest"], reading.Document.Operations.Select(operation => operation.Id));
        Assert.False(reading.Document.Find("GetRequest")!.IsActivity);
    }

    [Fact]
    public void Inputs_come_from_the_path_item_the_operation_and_all_parts_of_the_body()
    {
        Assert.Equal(
            ["OfficeCode", "Urgent", "Kind", "Person", "BornOn", "SeenAt", "Copies", "Weight", "Tags", "Note", "Witness"], Register.Inputs.Select(input => input.Name));
        Assert.Equal(new ValuePlace(PlaceKind.Path, "officeCode"), Register.Inputs[0].Place);
        Assert.Equal(new ValuePlace(PlaceKind.Body, "bornOn"), Register.Inputs.Single(input => input.Name == "BornOn").Place);
    }

    [Fact]
    public void Required_in_one_part_of_allOf_holds_for_the_property_of_another() =>
        Assert.Equal(["OfficeCode", "Kind", "Person"], Register.Inputs.Where(input => input.IsRequired).Select(input => input.Name));

    [Fact]
    public void Outputs_come_from_answers_callbacks_and_final_refusals_but_not_from_error_bodies() =>
        Assert.Equal(["RequestId", "Outcome", "EntryNumber", "Reason", "FirstNumber"], Register.Outputs.Select(output => output.Name));

    [Fact]
    public void Extensions_of_an_operation_are_read()
    {
        Assert.Equal(new ValuePlace(PlaceKind.Header, "X-Callback-Url"), Register.CallbackUrl);
        Assert.Equal(new ValuePlace(PlaceKind.Header, "Idempotency-Key"), Register.Idempotency);
        Assert.Equal(TimeSpan.FromDays(10), Register.Deadline);
        Assert.Equal("RemoveEntry", Register.Compensation!.OperationId);
        Assert.Equal(new Retries.RetryRule(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), 7), Register.Retry);
        Assert.Equal(TimeSpan.FromSeconds(4), Register.Timeout);
        Assert.Equal(("GetRequest", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)), (Register.Poll!.OperationId, Register.Poll.After, Register.Poll.Interval));
        Assert.Equal([KeyValuePair.Create("requestId", "/requestId")], Register.Poll.Parameters);
        Assert.Equal(["Registered", "Refused"], Register.Outcomes);
        Assert.Equal([new StatusRange(429, 429), new StatusRange(500, 599)], Register.Replies.Rules[^1].Statuses);
    }

    [Fact]
    public void An_operation_without_extensions_still_works()
    {
        var remove = Samples.RegistryDocument.Find("RemoveEntry")!;

        Assert.Equal(["Done"], remove.Outcomes);
        Assert.Equal(new ValuePlace(PlaceKind.Header, "Idempotency-Key"), remove.Idempotency);
        Assert.Null(remove.CallbackUrl);
        Assert.Null(remove.Deadline);
    }

    [Fact]
    public void Json_and_openapi_3_0_are_read_as_well()
    {
        var reading = Samples.Read("""
            {"openapi":"3.0.3","info":{"title":"Tax","version":"1"},"paths":{"/codes":{"get":{"operationId":"find_code",
             "parameters":[{"name":"taxCode","in":"query","required":true,"schema":{"type":"string","nullable":true}}],
             "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object","properties":{"name":{"type":"string"}}}}}}}}}}}
            """);

        Assert.Empty(reading.Faults);
        Assert.Equal(("sample", "Tax"), (reading.Document!.Code, reading.Document.Name.En));
        var operation = Assert.Single(reading.Document.Operations);
        Assert.Equal("TaxCode", Assert.Single(operation.Inputs).Name);
        Assert.Equal("Name", Assert.Single(operation.Outputs).Name);
    }

    [Theory]
    [InlineData("class: not-yet", "class: later", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][4].class", "one of done, already-done")]
    [InlineData("x-deadline: P10D", "x-deadline: 10 days", "$.paths['/offices/{officeCode}/entries'].post['x-deadline']", "ISO 8601")]
    [InlineData("x-deadline: P10D", "x-deadline: PT0S", "$.paths['/offices/{officeCode}/entries'].post['x-deadline']", "above zero")]
    [InlineData("status: 425", "status: 4444", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][4].status", "HTTP status")]
    [InlineData("equals: registered, class", "equal: registered, class", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][1].equal", "found 'equal'")]
    [InlineData("pointer: /outcome, equals: registered", "pointer: outcome, equals: registered", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][1].pointer", "JSON pointer")]
    [InlineData("class: accepted", "class: accepted, outcome: Taken", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][0].outcome", "remove the outcome")]
    [InlineData("outcome: Refused", "outcome: Failed", "$.paths['/offices/{officeCode}/entries'].post['x-reply-classes'][2].outcome", "every operation has")]
    [InlineData("x-callback-url: { header: X-Callback-Url }", "x-callback-url: { header: A, query: b }", "$.paths['/offices/{officeCode}/entries'].post['x-callback-url']", "exactly one")]
    [InlineData("attempts: 7", "attempts: 0", "$.paths['/offices/{officeCode}/entries'].post['x-retry'].attempts", "above 0")]
    public void A_wrong_extension_is_reported_with_its_path_and_leaves_out_only_its_operation(string part, string replacement, string path, string message)
    {
        var reading = Samples.ReadWith(part, replacement);

        var fault = Assert.Single(reading.Faults);
        Assert.Equal(("extension-invalid", path, "RegisterEntry"), (fault.Code, fault.Path, fault.OperationId));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(["RemoveEntry", "GetRequest"], reading.Document!.Operations.Select(operation => operation.Id));
    }

    [Theory]
    [InlineData("operationId: RegisterEntry\n", "deprecated: true\n", "operationId")]
    [InlineData("#/components/schemas/Entry'", "#/components/schemas/Entri'", "Entri")]
    [InlineData("{ requestId: /requestId }", "{ id: /requestId }", "'requestId' of GetRequest")]
    [InlineData("x-poll: { operationId: GetRequest", "x-poll: { operationId: Nothing", "'Nothing'")]
    [InlineData("x-compensated-by: { operationId: RemoveEntry", "x-compensated-by: { operationId: Undo", "'Undo'")]
    [InlineData("name: urgent, in: query", "name: bornOn, in: query", "BornOn")]
    [InlineData("name: urgent, in: query, schema: { type: boolean", "name: urgent, in: query, schema: { type: string, format: binary", "'urgent'")]
    [InlineData("application/json:\n", "application/xml:\n", "application/xml")]
    [InlineData("note: { type: [string, \"null\"] }", "note: { type: string, contentMediaType: image/png }", "multipart/form-data")]
    public void What_cannot_be_mapped_is_reported_per_operation_and_the_rest_works(string part, string replacement, string message)
    {
        var reading = Samples.ReadWith(part, replacement);

        Assert.Contains(reading.Faults, fault => fault.OperationId is not null && fault.Message.Contains(message, StringComparison.Ordinal));
        Assert.Contains(reading.Document!.Operations, operation => operation.Id == "RemoveEntry");
        Assert.DoesNotContain(reading.Document.Operations, operation => operation.Id == "RegisterEntry");
    }

    [Theory]
    [InlineData("", "document-unreadable", "no object")]
    [InlineData("a: [1", "document-unreadable", "line")]
    [InlineData("openapi: 2.0\ninfo: { title: x, version: '1' }", "openapi-invalid", "3.0 or 3.1")]
    [InlineData("? [a, b]\n: c", "document-unreadable", "YAML or JSON")]
    public void A_file_that_is_no_openapi_document_is_refused_as_a_whole(string text, string code, string message)
    {
        var reading = Samples.Read(text);

        Assert.Null(reading.Document);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal(code, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_multiplies_itself_by_aliases_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 9; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");

        Assert.Contains("values", Assert.Single(Samples.Read(text.ToString()).Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.0.3", false)]
    [InlineData("3.0.3", true)]
    [InlineData("3.1.0", false)]
    [InlineData("3.1.0", true)]
    public void A_document_with_hundreds_of_operations_is_read_whole(string version, bool isYaml)
    {
        var reading = Samples.Read(isYaml ? LargeDocument.Yaml(600, version) : LargeDocument.Json(600, version));

        Assert.Empty(reading.Faults);
        Assert.Equal(600, reading.Document!.Operations.Length);
        var operation = reading.Document.Find("Operation599")!;
        Assert.Equal(["Register*", "Page", "Id", "CreatedAt", "Title*", "Holder*", "Previous", "State", "Remark"], operation.Inputs.Select(input => input.Name + (input.IsRequired ? "*" : "")));
        Assert.Equal(["Id", "CreatedAt", "Title", "Holder", "Previous", "State", "Remark"], operation.Outputs.Select(output => output.Name));
        Assert.Empty(operation.Schemas.Request!.Check("""{"title":"a","holder":{"kind":"Person","name":"An"},"remark":null,"previous":{"title":"b","holder":{"kind":"Firm","owners":[]}}}"""));
        Assert.Equal("/previous/title (PropertyRequired), /state (NotInEnumeration)", SchemaFault.Line(
            operation.Schemas.Request.Check("""{"title":"a","holder":{"kind":"Person"},"state":"lost","previous":{"holder":{"kind":"Person"}}}""")));
    }

    [Theory]
    [InlineData("public-security", "PublicSecurity")]
    [InlineData("registerNumber", "RegisterNumber")]
    [InlineData("find_code", "FindCode")]
    [InlineData("X-Client", "XClient")]
    public void Names_of_the_wire_become_pascal_case(string wire, string name) => Assert.Equal(name, PascalName.Of(wire));
}
