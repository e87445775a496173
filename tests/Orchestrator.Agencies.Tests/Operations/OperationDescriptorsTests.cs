using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Agencies.Tests.Operations;

public sealed class OperationDescriptorsTests
{
    private static ActivityDescriptor Register =>
        OperationDescriptors.Describe(Samples.RegistryDocument, Samples.RegistryDocument.Find("RegisterEntry")!);

    [Fact]
    public void An_operation_is_an_activity_of_its_agency()
    {
        Assert.Equal("Agency.TestRegistry.RegisterEntry", Register.TypeName);
        Assert.Equal((1, "Test registry", "Register the entry"), (Register.Version, Register.Category, Register.DisplayName));
        Assert.StartsWith("Đăng ký", Register.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_the_declared_outcomes_and_failed_and_timed_out() =>
        Assert.Equal(["Registered", "Refused", "Failed", "TimedOut"], Register.Ports.Select(port => port.Name));

    [Theory]
    [InlineData("Kind", "String", "dropdown")]
    [InlineData("Urgent", "Boolean", "checkbox")]
    [InlineData("SeenAt", "DateTimeOffset", "datetime-picker")]
    [InlineData("BornOn", "String", "datetime-picker")]
    [InlineData("Person", "Object", "json-editor")]
    [InlineData("Tags", "Object", "json-editor")]
    [InlineData("Copies", "Int32", "singleline")]
    [InlineData("Weight", "Decimal", "singleline")]
    [InlineData("Note", "String", "singleline")]
    public void Inputs_have_the_type_and_the_editor_of_their_schema(string name, string type, string hint)
    {
        var input = Register.Inputs.Single(input => input.Name == name);

        Assert.Equal((type, hint), (input.TypeName, input.UiHint));
    }

    [Fact]
    public void A_dropdown_offers_the_choices_of_the_enum()
    {
        var kind = Register.Inputs.Single(input => input.Name == "Kind");

        Assert.Equal("What is entered. Required", kind.Description);
        Assert.Equal(
            ["birth", "death"],
            kind.UiSpecifications!.Value.GetProperty("dropdown").GetProperty("selectList").GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("value").GetString()));
    }

    [Fact]
    public void Required_sensitive_and_default_are_kept()
    {
        Assert.True(Register.Inputs.Single(input => input.Name == "Person") is { IsRequired: true, IsSensitive: true });
        Assert.False(Register.Inputs.Single(input => input.Name == "Urgent").DefaultValue!.Value.GetBoolean());
    }

    [Fact]
    public void Marks_beside_a_reference_belong_to_the_property() =>
        Assert.True(Register.Inputs.Single(input => input.Name == "Witness") is { IsSensitive: true, DisplayName: "Nhân chứng (Witness)", UiHint: "json-editor" });

    [Fact]
    public void Labels_and_texts_are_shown_in_both_languages()
    {
        var document = Samples.Read("""
            openapi: 3.1.0
            info: { title: Notes, version: '1', x-agency: { name: { vi: "Sổ", en: "Notes" } } }
            paths:
              /notes/{id}:
                post:
                  operationId: Add
                  x-name: { vi: "Thêm", en: "Add" }
                  parameters: [ { name: id, in: path, required: true, schema: { type: string }, x-name: { vi: "Số", en: "Number" }, x-description: { vi: "Số của sổ.", en: "Number of the book." } } ]
                  requestBody: { content: { application/json: { schema: { type: object, properties: { text: { type: string, x-name: { vi: "Nội dung", en: "Text" } }, plain: { type: string, title: Plain } } } } } }
                  responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { page: { type: integer, x-name: { vi: "Trang", en: "Page" } } } } } } } }
            """).Document!;
        var activity = OperationDescriptors.Describe(document, document.Operations[0]);

        Assert.Equal(["Số (Number)", "Nội dung (Text)", "Plain"], activity.Inputs.Select(input => input.DisplayName));
        Assert.Equal("Số của sổ. Number of the book. Required", activity.Inputs[0].Description);
        Assert.Equal("Trang (Page)", Assert.Single(activity.Outputs).DisplayName);
        Assert.Equal("""{"category":{"vi":"S\u1ED5","en":"Notes"},"name":{"vi":"Th\u00EAm","en":"Add"}}""", activity.CustomProperties!.Value.GetRawText());
    }

    [Fact]
    public void Limits_examples_and_long_texts_are_shown()
    {
        var document = Samples.Read("""
            openapi: 3.1.0
            info: { title: Notes, version: '1' }
            paths:
              /notes:
                post:
                  operationId: Add
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          required: [code]
                          properties:
                            code: { type: string, description: Code of the note., pattern: "^[A-Z]+$", examples: [ABC] }
                            text: { type: string, maxLength: 2000 }
                            scan: { type: string, format: binary, x-attachment: { types: [application/pdf], maxBytes: 1000 } }
                  responses: { '200': { description: ok } }
            """).Document!;
        var inputs = OperationDescriptors.Describe(document, document.Operations[0]).Inputs.ToDictionary(input => input.Name);

        Assert.Equal("Code of the note. Required. Limits: pattern ^[A-Z]+$. Example: ABC", inputs["Code"].Description);
        Assert.Equal(("multiline", "Limits: maxLength 2000"), (inputs["Text"].UiHint, inputs["Text"].Description));
        Assert.Equal("File (application/pdf), at most 1000 bytes", inputs["Scan"].Description);
    }

    [Fact]
    public void Only_operations_for_designers_are_in_the_palette()
    {
        var activities = new OperationActivities(new AgencyCatalog(new AgencySet([Samples.RegistryDocument], [], [])));

        Assert.Equal(["Agency.TestRegistry.RegisterEntry", "Agency.TestRegistry.RemoveEntry"], activities.Load().Select(entry => entry.Descriptor.TypeName));
    }
}
