using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class RelatedOperationTests
{
    private const string Post = "$.paths['/statuses'].post";

    private const string Dossiers = """
        openapi: 3.1.0
        info: { title: Dossiers, version: '1' }
        paths:
          /statuses:
            post:
              operationId: SetStatus
              x-compensated-by: { operationId: ClearStatus, inputs: { receipt: { output: /receipt/number }, by: { value: orchestrator } } }
              x-status-order: { input: status, order: [1, 3, 7, 4, 5], per: dossier }
              x-status-inquiry: { operationId: FindStatus, compare: { /current: { input: /status }, /receipt: { output: /receipt/number } }, absent: Unknown }
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [dossier, status]
                      properties:
                        dossier: { type: string }
                        status: { type: integer, enum: [1, 2, 3, 4, 5, 6, 7] }
                        note: { type: object, properties: { text: { type: string } } }
              responses:
                '200': { description: ok, content: { application/json: { schema: { type: object, properties: { receipt: { type: object } } } } } }
          /statuses/{dossier}:
            delete:
              operationId: ClearStatus
              parameters:
                - { name: dossier, in: path, required: true, schema: { type: string } }
                - { name: receipt, in: query, required: true, schema: { type: string } }
                - { name: by, in: query, schema: { type: string } }
              responses: { '204': { description: cleared } }
            get:
              operationId: FindStatus
              parameters: [ { name: dossier, in: path, required: true, schema: { type: string } } ]
              x-reply-classes:
                - { status: 200, class: done, outcome: Known }
                - { status: 404, class: done, outcome: Unknown }
              responses:
                '200': { description: ok, content: { application/json: { schema: { type: object, properties: { current: { type: integer } } } } } }
        """;

    private static AgencyDocument Document => Samples.Read(Dossiers).Document!;

    private static AgencyOperation SetStatus => Document.Find("SetStatus")!;

    [Fact]
    public void The_sample_has_no_fault() => Assert.Empty(Samples.Read(Dossiers).Faults);

    [Fact]
    public void Inputs_that_no_mapping_names_take_the_value_of_the_same_name() =>
        Assert.Equal(
            [
                new ValueMapping("receipt", new ValueOrigin.FromOutput("/receipt/number")),
                new ValueMapping("by", new ValueOrigin.Fixed(default)),
                new ValueMapping("dossier", new ValueOrigin.FromInput("/dossier")),
            ],
            SetStatus.Compensation!.Inputs.Select(mapping => mapping.Origin is ValueOrigin.Fixed ? mapping with { Origin = new ValueOrigin.Fixed(default) } : mapping));

    [Fact]
    public void The_undoing_call_gets_its_inputs_from_the_call_and_its_answer()
    {
        var inputs = MappedInputs.For(
            Document.Find("ClearStatus")!, SetStatus.Compensation!.Inputs, SetStatus,
            JsonElement.Parse("""{"Dossier":"G22.99.01-261123-0001","Status":1}"""),
            JsonElement.Parse("""{"Receipt":{"number":"R-7"}}"""));

        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"Receipt":"R-7","By":"orchestrator","Dossier":"G22.99.01-261123-0001"}"""), inputs));
    }

    [Fact]
    public void What_the_call_does_not_have_is_left_out()
    {
        var inputs = MappedInputs.For(
            Document.Find("ClearStatus")!, SetStatus.Compensation!.Inputs, SetStatus,
            JsonElement.Parse("""{"Dossier":null}"""), JsonElement.Parse("""{"Receipt":{}}"""));

        Assert.Equal("""{"By":"orchestrator"}""", inputs.GetRawText());
    }

    [Fact]
    public void An_inquiry_says_what_must_agree_and_what_means_that_nothing_is_there()
    {
        var inquiry = SetStatus.StatusInquiry!;

        Assert.Equal(("FindStatus", "Unknown"), (inquiry.OperationId, inquiry.AbsentOutcome));
        Assert.Equal(
            [new StatusComparison("/current", new ValueOrigin.FromInput("/status")), new StatusComparison("/receipt", new ValueOrigin.FromOutput("/receipt/number"))],
            inquiry.Comparisons);
        Assert.Equal([new ValueMapping("dossier", new ValueOrigin.FromInput("/dossier"))], inquiry.Inputs);
    }

    [Theory]
    [InlineData("", "1", "")]
    [InlineData("", "4", "1 3 7")]
    [InlineData("1", "4", "3 7")]
    [InlineData("1 3 7", "4", "")]
    [InlineData("1 7", "5", "3 4")]
    [InlineData("1 3 7 4 5", "3", "")]
    [InlineData("", "2", "")]
    [InlineData("1", "\"4\"", "3 7")]
    public void Predecessors_that_were_not_sent_are_named_in_order(string sent, string status, string missing)
    {
        var already = sent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonElement.Parse(text));

        Assert.Equal(missing, string.Join(' ', SetStatus.StatusOrder!.Missing(already, JsonElement.Parse(status)).Select(value => value.GetRawText())));
    }

    [Theory]
    [InlineData("name: by, in: query", "name: by, in: query }\n        - { name: desk, in: query, required: true", Post + "['x-compensated-by'].inputs", "'desk'")]
    [InlineData("inputs: { receipt: { output: /receipt", "inputs: { receipts: { output: /receipt", Post + "['x-compensated-by'].inputs.receipts", "'receipts'")]
    [InlineData("{ receipt: { output: /receipt/number }, by", "{ receipt: { output: /number }, by", Post + "['x-compensated-by'].inputs.receipt.output", "'number'")]
    [InlineData("by: { value: orchestrator }", "by: { text: orchestrator }", Post + "['x-compensated-by'].inputs.by.text", "one of input, output, value")]
    [InlineData("x-compensated-by: { operationId: ClearStatus, ", "x-compensated-by: { operationId: ClearStatus, outcomes: [Set], ", Post + "['x-compensated-by'].outcomes", "'Set'")]
    [InlineData("x-compensated-by: { operationId: ClearStatus, ", "x-compensated-by: { operationId: ClearStatus, undone: Cleared, ", Post + "['x-compensated-by'].undone", "'Cleared'")]
    [InlineData("x-compensated-by: { operationId: ClearStatus, ", "x-compensated-by: { operationId: SetStatus, ", Post + "['x-compensated-by'].operationId", "itself")]
    [InlineData("order: [1, 3, 7, 4, 5]", "order: [1, 3, 8]", Post + "['x-status-order'].order[2]", "one of the values of 'status'")]
    [InlineData("order: [1, 3, 7, 4, 5]", "order: [1, 3, 1]", Post + "['x-status-order'].order[2]", "twice")]
    [InlineData("order: [1, 3, 7, 4, 5]", "order: [1]", Post + "['x-status-order'].order", "two statuses")]
    [InlineData("per: dossier }", "per: file }", Post + "['x-status-order'].per", "'file'")]
    [InlineData("absent: Unknown", "absent: Nothing", Post + "['x-status-inquiry'].absent", "'Nothing'")]
    [InlineData("/current: { input: /status }", "/current: { input: /state }", Post + "['x-status-inquiry'].compare['/current'].input", "'state'")]
    [InlineData("/current: { input: /status }", "current: { input: /status }", Post + "['x-status-inquiry'].compare.current", "JSON pointer")]
    [InlineData("x-status-inquiry: { operationId: FindStatus", "x-status-inquiry: { operationId: Find", Post + "['x-status-inquiry']", "'Find'")]
    public void A_wrong_link_is_reported_with_its_path_and_leaves_out_its_operation(string part, string replacement, string path, string message)
    {
        Assert.Contains(part, Dossiers, StringComparison.Ordinal);
        var reading = Samples.Read(Dossiers.Replace(part, replacement, StringComparison.Ordinal));

        var fault = Assert.Single(reading.Faults);
        Assert.Equal((path, "SetStatus"), (fault.Path, fault.OperationId));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(["ClearStatus", "FindStatus"], reading.Document!.Operations.Select(operation => operation.Id));
    }

    [Fact]
    public void An_operation_that_is_left_out_takes_those_along_that_lead_to_it()
    {
        var reading = Samples.Read(Dossiers.Replace(
            "operationId: ClearStatus\n", "operationId: ClearStatus\n      x-compensated-by: Nothing\n", StringComparison.Ordinal));

        Assert.Equal(["ClearStatus", "SetStatus"], reading.Faults.Select(fault => fault.OperationId));
        Assert.Equal(["FindStatus"], reading.Document!.Operations.Select(operation => operation.Id));
    }
}
