using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class ValueSchemaTests
{
    private static readonly JsonObject Root = JsonNode.Parse("""
        {"components":{"schemas":{
          "Person":{"type":"object","required":["name","id"],"properties":{
            "name":{"type":"string","minLength":1},"id":{"type":"string","readOnly":true},"secret":{"type":"string","writeOnly":true},
            "partner":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/Person"}]},
            "sex":{"type":"string","enum":["male","female"],"nullable":true},
            "tags":{"type":"array","items":{"type":"string"}}}},
          "Cat":{"type":"object","properties":{"kind":{"type":"string"},"lives":{"type":"integer"}}},
          "Dog":{"type":"object","properties":{"kind":{"type":"string"},"tricks":{"type":"array"}}},
          "Pet":{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],
            "discriminator":{"propertyName":"kind","mapping":{"hound":"#/components/schemas/Dog"}}}}}}
        """)!.AsObject();

    [Theory]
    [InlineData("""{"name":"An","id":"1","tags":["a"]}""", "")]
    [InlineData("""{"name":"","id":"1"}""", "/name (StringTooShort)")]
    [InlineData("""{"id":"1"}""", "/name (PropertyRequired)")]
    [InlineData("""{"name":"An"}""", "/id (PropertyRequired)")]
    [InlineData("""{"name":"An","id":"1","tags":["a",2]}""", "/tags/1 (StringExpected)")]
    [InlineData("""{"name":"An","id":"1","partner":null,"sex":null}""", "")]
    [InlineData("""{"name":"An","id":"1","sex":"other"}""", "/sex (NotInEnumeration)")]
    [InlineData("""{"name":7,"id":true}""", "/name (StringExpected), /id (StringExpected)")]
    public void Faults_name_their_places_and_rules(string value, string expected) => Assert.Equal(expected, Check("Person", value, isRequest: false));

    [Fact]
    public void What_is_read_only_is_not_required_in_requests() => Assert.Equal("", Check("Person", """{"name":"An"}""", isRequest: true));

    [Theory]
    [InlineData("""{"kind":"Cat","lives":9}""", true)]
    [InlineData("""{"kind":"Cat","lives":"nine"}""", false)]
    [InlineData("""{"kind":"hound","tricks":[]}""", true)]
    [InlineData("""{"kind":"hound","tricks":1}""", false)]
    [InlineData("""{"kind":"bird"}""", false)]
    [InlineData("""{"lives":9}""", false)]
    public void A_discriminator_chooses_the_schema_that_counts(string value, bool isGood) =>
        Assert.Equal(isGood, Check("Pet", value, isRequest: false).Length == 0);

    [Fact]
    public void The_value_itself_is_never_in_a_fault() =>
        Assert.DoesNotContain("001196012345", Check("Person", """{"name":1196012345,"id":"001196012345","sex":"001196012345"}""", false), StringComparison.Ordinal);

    [Fact]
    public void A_schema_that_many_operations_refer_to_is_prepared_once()
    {
        var library = new SchemaLibrary(Root);
        JsonObject Reference() => new() { ["$ref"] = "#/components/schemas/Person" };

        Assert.Same(library.Of(Reference(), false), library.Of(Reference(), false));
        Assert.NotSame(library.Of(Reference(), false), library.Of(Reference(), true));
    }

    [Fact]
    public void References_into_the_middle_of_the_document_are_followed() =>
        Assert.Equal("the value (StringTooShort)", SchemaFault.Line(new SchemaLibrary(Root).Of(new JsonObject { ["$ref"] = "#/components/schemas/Person/properties/name" }, false).Check("\"\"")));

    private static string Check(string name, string value, bool isRequest) => SchemaFault.Line(
        new SchemaLibrary(Root).Of(new JsonObject { ["$ref"] = "#/components/schemas/" + name }, isRequest).Check(value));
}
