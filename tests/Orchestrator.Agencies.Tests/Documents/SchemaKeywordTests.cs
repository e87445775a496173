using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class SchemaKeywordTests
{
    /// <summary>A schema, a value that meets it and one that does not, for each keyword that documents of version 3.1 may use.</summary>
    [Theory]
    [InlineData("""{"const":"a"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"const":null}""", "null", "\"b\"")]
    [InlineData("""{"enum":["a",1]}""", "1", "2")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"minimum":1,"maximum":3}""", "3", "4")]
    [InlineData("""{"exclusiveMinimum":1}""", "2", "1")]
    [InlineData("""{"exclusiveMaximum":3}""", "2", "3")]
    [InlineData("""{"multipleOf":5}""", "10", "11")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"ab\"", "\"abc\"")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-03-02\"", "\"2 March\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1]", "[\"a\"]")]
    [InlineData("""{"items":false}""", "[]", "[1]")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}]}""", "[1,\"a\",true]", "[\"a\"]")]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"items":{"type":"string"}}""", "[1,\"a\"]", "[1,2]")]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"items":false}""", "[1]", "[1,2]")]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"unevaluatedItems":false}""", "[1]", "[1,2]")]
    [InlineData("""{"contains":{"type":"integer"}}""", "[\"a\",1]", "[\"a\"]")]
    [InlineData("""{"contains":{"type":"integer"}}""", "\"no list\"", "[]")]
    [InlineData("""{"type":"array","contains":{"const":1},"minContains":1}""", "[2,1]", "[2]")]
    [InlineData("""{"type":"array","contains":{"const":1},"minContains":0}""", "[2]", "1")]
    [InlineData("""{"required":["a"]}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"minProperties":1,"maxProperties":2}""", """{"a":1}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"b":1}""", """{"b":"1"}""")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false}""", """{"x-a":1}""", """{"x-a":"1"}""")]
    [InlineData("""{"properties":{"a":{}},"unevaluatedProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{}},"unevaluatedProperties":{"type":"integer"}}""", """{"b":1}""", """{"b":"1"}""")]
    [InlineData("""{"dependentRequired":{"a":["b","c"]}}""", """{"a":1,"b":1,"c":1}""", """{"a":1,"b":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"c":1}""", """{"a":1}""")]
    [InlineData("""{"dependentSchemas":{"a":{"properties":{"b":{"type":"integer"}}}}}""", """{"b":"1"}""", """{"a":1,"b":"1"}""")]
    [InlineData("""{"dependencies":{"a":["b"]}}""", """{"a":1,"b":1}""", """{"a":1}""")]
    [InlineData("""{"if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"a":1,"b":1}""", """{"a":1,"c":1}""")]
    [InlineData("""{"if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"a":2,"c":1}""", """{"a":2,"b":1}""")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2}}""", "1", "\"a\"")]
    [InlineData("""{"if":{"type":"string"},"else":{"minimum":2}}""", "\"a\"", "1")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":3}]}""", "2", "4")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "\"a\"", "1")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":3}]}""", "2", "4")]
    [InlineData("""{"$ref":"#/components/schemas/Name"}""", "\"An\"", "1")]
    [InlineData("""{"$ref":"#/components/schemas/Name","maxLength":2}""", "\"An\"", "\"Anh\"")]
    [InlineData("""{"allOf":[{"$ref":"#/components/schemas/Name"}],"maxLength":2}""", "\"An\"", "\"Anh\"")]
    [InlineData("""{"oneOf":[{"$ref":"#/components/schemas/Name"}],"maxLength":2}""", "\"An\"", "\"Anh\"")]
    [InlineData("""{"anyOf":[{"$ref":"#/components/schemas/Name"}],"pattern":"^A"}""", "\"An\"", "\"Binh\"")]
    [InlineData("""{"allOf":[{"$ref":"#/components/schemas/Person"}],"required":["born"]}""", """{"born":1}""", "{}")]
    [InlineData("""{"$defs":{"A":{"type":"integer"}},"$comment":"c","type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"propertyNames":true,"unevaluatedProperties":true,"type":"object"}""", "{}", "1")]
    public void What_is_not_reported_is_enforced(string schema, string good, string bad)
    {
        var reading = Read(schema);
        Assert.Empty(reading.Faults);
        var check = reading.Document!.Find("Call")!.Schemas.Answer(200)!;

        Assert.Empty(check.Check(good));
        Assert.NotEmpty(check.Check(bad));
    }

    // The reader of OpenAPI itself reports these, though everything but the report is right.
    [Theory]
    [InlineData("""{"properties":{"a":false}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":[]}""", """{"b":1}""")]
    public void Properties_that_are_true_or_false_are_enforced(string schema, string good, string bad)
    {
        var check = Read(schema).Document!.Find("Call")!.Schemas.Answer(200)!;

        Assert.Empty(check.Check(good));
        Assert.NotEmpty(check.Check(bad));
    }

    [Theory]
    [InlineData("""{"propertyNames":{"pattern":"^a"}}""", "propertyNames")]
    [InlineData("""{"contains":{"type":"integer"},"maxContains":2}""", "maxContains")]
    [InlineData("""{"contains":{"type":"integer"},"minContains":2}""", "minContains")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}""", "unevaluatedProperties")]
    [InlineData("""{"anyOf":[{"prefixItems":[{}]}],"unevaluatedItems":false}""", "unevaluatedItems")]
    [InlineData("""{"$dynamicRef":"#node"}""", "$dynamicRef")]
    public void What_is_not_enforced_is_reported_with_its_place_and_leaves_out_the_operation_alone(string schema, string keyword)
    {
        var fault = Assert.Single(Read(schema).Faults);

        Assert.Equal(("schema-keyword", "Call", $"$.paths['/call'].post.responses.200.content['application/json'].schema.{keyword}"), (fault.Code, fault.OperationId, fault.Path));
        Assert.Equal(["Other"], Read(schema).Document!.Operations.Select(operation => operation.Id));
    }

    [Fact]
    public void A_keyword_in_a_referenced_schema_names_its_place_there()
    {
        var fault = Assert.Single(Read("""{"type":"array","items":{"$ref":"#/components/schemas/Odd"}}""").Faults);

        Assert.Equal("$.components.schemas.Odd.properties.next.propertyNames", fault.Path);
    }

    [Fact]
    public void Beside_a_reference_of_version_3_0_nothing_counts()
    {
        var reading = Read("""{"$ref":"#/components/schemas/Name","maxLength":2}""", "3.0.3");

        Assert.Empty(reading.Document!.Find("Call")!.Schemas.Answer(200)!.Check("\"Anh\""));
    }

    private static DocumentReading Read(string schema, string version = "3.1.0")
    {
        var root = JsonNode.Parse("""
            {"info":{"title":"A","version":"1"},
             "paths":{"/call":{"post":{"operationId":"Call","responses":{"200":{"description":"ok","content":{"application/json":{}}}}}},
              "/other":{"post":{"operationId":"Other","responses":{"200":{"description":"ok"}}}}},
             "components":{"schemas":{"Name":{"type":"string"},"Person":{"type":"object","properties":{"born":{}}},
              "Odd":{"properties":{"again":{"$ref":"#/components/schemas/Odd"},"next":{"propertyNames":{"pattern":"a"}}}}}}}
            """)!;
        root["openapi"] = version;
        root["paths"]!["/call"]!["post"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"] = JsonNode.Parse(schema);
        return DocumentReader.Read(root.ToJsonString(), "agencies/a/openapi.json", "a");
    }
}
