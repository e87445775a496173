using System.Text;
using System.Text.Json;
using Orchestrator.Cases.Applications;

namespace Orchestrator.Cases.Tests.Applications;

public sealed class SchemaEnforcementTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "1", "string-expected")]
    [InlineData("""{"type":["string","null"]}""", "1", "type")]
    [InlineData("""{"enum":["a"]}""", "\"b\"", "enum")]
    [InlineData("""{"required":["a"]}""", "{}", "required")]
    [InlineData("""{"minLength":2}""", "\"a\"", "too-short")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "too-long")]
    [InlineData("""{"pattern":"^b$"}""", "\"a\"", "pattern")]
    [InlineData("""{"minimum":2}""", "1", "too-small")]
    [InlineData("""{"maximum":2}""", "3", "too-big")]
    [InlineData("""{"exclusiveMinimum":2}""", "2", "too-small")]
    [InlineData("""{"exclusiveMaximum":2}""", "2", "too-big")]
    [InlineData("""{"multipleOf":2}""", "3", "multiple-of")]
    [InlineData("""{"minItems":2}""", "[1]", "too-few")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "too-many")]
    [InlineData("""{"uniqueItems":true}""", "[1,1]", "not-unique")]
    [InlineData("""{"minProperties":1}""", "{}", "too-few")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "too-many")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":1}""", "string-expected")]
    [InlineData("""{"patternProperties":{"^a":{"type":"string"}}}""", """{"ab":1}""", "string-expected")]
    [InlineData("""{"additionalProperties":false}""", """{"a":1}""", "unknown-member")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":1}""", "string-expected")]
    [InlineData("""{"items":{"type":"string"}}""", "[1]", "string-expected")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":false}""", "[\"a\",1]", "too-many")]
    [InlineData("""{"allOf":[{"minimum":2}]}""", "1", "too-small")]
    [InlineData("""{"anyOf":[{"minimum":2},{"minimum":3}]}""", "1", "any-of")]
    [InlineData("""{"oneOf":[{"minimum":0},{"minimum":1}]}""", "1", "one-of")]
    [InlineData("""{"not":{"enum":[1]}}""", "1", "not")]
    [InlineData("""{"$defs":{"x":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/x"}}}""", """{"a":1}""", "string-expected")]
    [InlineData("""{"definitions":{"x":{"type":"string"}},"properties":{"a":{"$ref":"#/definitions/x"}}}""", """{"a":1}""", "string-expected")]
    [InlineData("""{"format":"date"}""", "\"2026-02-30\"", "format")]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-03\"", "format")]
    [InlineData("""{"format":"email"}""", "\"x\"", "format")]
    [InlineData("""{"format":"personal-id"}""", "\"12\"", "format")]
    [InlineData("""{"format":"health-card"}""", "\"12\"", "format")]
    [InlineData("""{"format":"commune-code"}""", "\"12\"", "format")]
    [InlineData("""{"format":"procedure-code"}""", "\"12\"", "format")]
    public async Task Every_keyword_that_is_let_through_is_enforced(string schema, string value, string code)
    {
        var (loaded, faults) = await LoadAsync(schema);
        Assert.Empty(faults);
        using var document = JsonDocument.Parse(value);
        var fault = Assert.Single(loaded!.Check(document.RootElement));
        Assert.Equal(code, fault.Code);
        Assert.Contains(code, FaultTexts.Codes);
    }

    [Theory]
    [InlineData("""{"const":1}""", "$.const")]
    [InlineData("""{"properties":{"a":{"if":{},"then":{}}}}""", "$.properties.a.if")]
    [InlineData("""{"allOf":[{},{"contains":{}}]}""", "$.allOf[1].contains")]
    [InlineData("""{"propertyNames":{}}""", "$.propertyNames")]
    [InlineData("""{"prefixItems":[]}""", "$.prefixItems")]
    [InlineData("""{"dependentRequired":{}}""", "$.dependentRequired")]
    [InlineData("""{"unevaluatedProperties":false}""", "$.unevaluatedProperties")]
    [InlineData("""{"$defs":{"x y":{"const":1}}}""", "$.$defs['x y'].const")]
    [InlineData("""{"maxItems":0}""", "$.maxItems")]
    [InlineData("""{"format":"duration"}""", "$.format")]
    [InlineData("""{"properties":{"a":true}}""", "$.properties.a")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/x","minLength":3}}}""", "$.properties.a.minLength")]
    [InlineData("""{"$ref":"other.json"}""", "$.$ref")]
    public async Task A_keyword_that_is_not_enforced_is_refused_with_its_path(string schema, string path)
    {
        var (loaded, faults) = await LoadAsync(schema);
        Assert.Null(loaded);
        Assert.Equal(path, faults[0].Path);
        Assert.Contains("Expected", faults[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":123456789012345678901234567890}""", "/a", "number-range")]
    [InlineData("""{"a":[1,{"b~/":2,"b~/":3}]}""", "/a/1/b~0~1", "duplicate-member")]
    [InlineData("""{"a":"\ud800"}""", "/a", "malformed-json")]
    [InlineData("""{"a":1,}""", "/a", "malformed-json")]
    public void Json_that_readers_would_understand_differently_is_refused(string json, string pointer, string code)
    {
        Assert.False(StrictJson.TryParse(Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
    }

    [Fact]
    public void Too_deep_json_is_refused_before_it_is_read() =>
        Assert.False(StrictJson.TryParse(Encoding.UTF8.GetBytes(new string('[', 5000)), out _, out _));

    [Fact]
    public void Pointers_survive_dots_and_brackets_in_names()
    {
        using var document = JsonDocument.Parse("""{"a.b":{"c[0]":[{"d":1}]}}""");
        Assert.Equal("/a.b/c[0]/0/d", JsonPointer.FromPath("#/a.b.c[0][0].d", document.RootElement));
        Assert.Equal("/missing", JsonPointer.FromPath("#/missing", document.RootElement));
    }

    private static Task<(ApplicationSchema? Schema, IReadOnlyList<SchemaFault> Faults)> LoadAsync(string schema) =>
        ApplicationSchema.LoadAsync(Encoding.UTF8.GetBytes(schema), TestContext.Current.CancellationToken);
}
