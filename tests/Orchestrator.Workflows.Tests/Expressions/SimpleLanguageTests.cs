using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Expressions;

public sealed class SimpleLanguageTests
{
    private readonly TestScope scope = new();

    [Theory]
    [InlineData("Literal", "\"True\"", "\"True\"")]
    [InlineData("Literal", "5", "5")]
    [InlineData("Literal", "null", "null")]
    [InlineData("Object", "\"{\\\"a\\\": 1, \\\"b\\\": [\\\"x\\\", true, null]}\"", "{\"a\":1,\"b\":[\"x\",true,null]}")]
    [InlineData("Object", "\"\"", "null")]
    [InlineData("Object", "\"plain\"", "\"plain\"")]
    [InlineData("Object", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("Json", "\"[1]\"", "[1]")]
    [InlineData("Json", "\" \"", "null")]
    [InlineData("Variable", "\"A\"", "\"src\"")]
    [InlineData("Variable", "{\"id\":\"v-A\",\"name\":\"A\",\"typeName\":\"String\"}", "\"src\"")]
    [InlineData("Variable", "\"{\\\"id\\\": \\\"v-A\\\", \\\"name\\\": \\\"A\\\"}\"", "\"src\"")]
    [InlineData("Variable", "null", "null")]
    [InlineData("Input", "\"CaseNo\"", "\"K-7\"")]
    [InlineData("Input", "\"caseno\"", "\"K-7\"")]
    [InlineData("Input", "{\"type\":\"String\",\"name\":\"CaseNo\"}", "\"K-7\"")]
    [InlineData("Input", "\"Nope\"", "null")]
    public void A_value_is_read(string type, string value, string expected)
    {
        scope.With("A", "\"src\"");
        scope.Input = JsonElement.Parse("""{"CaseNo":"K-7"}""");

        var result = ExpressionLanguages.Prepare(type, JsonElement.Parse(value), "Object").Evaluate(scope);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), result), result.GetRawText());
    }

    [Theory]
    [InlineData("CSharp", "1", "run any code on the server")]
    [InlineData("Python", "1", "run any code on the server")]
    [InlineData("Delegate", "1", ".NET")]
    [InlineData("Cobol", "1", "'Cobol'")]
    [InlineData("Object", "{a:", "line 1")]
    [InlineData("Json", "hello", "line 1")]
    public void What_cannot_run_is_refused_with_the_reason(string type, string value, string reason)
    {
        var refusal = scope.Refused(value, type);

        Assert.Equal("expression-syntax", refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_variable_is_refused_with_its_name()
    {
        var refusal = scope.Refused("Ghost", "Variable");

        Assert.Equal("expression-failed", refusal.Code);
        Assert.Contains("'Ghost'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_for_a_text_input_stays_text() => Assert.Equal("[1]", scope.Run("[1]", "Object", "String").GetString());

    [Fact]
    public void The_entries_of_a_dictionary_are_expressions_of_their_own()
    {
        scope.With("N", "5");
        const string Written = """{"Total":{"type":"JavaScript","value":"variables.N * 2"},"Name":{"type":"Literal","value":"An"}}""";

        Assert.Equal("""{"Total":10,"Name":"An"}""", scope.Run(Written, "Object", "ObjectDictionary").GetRawText());
    }

    [Fact]
    public void A_dictionary_of_data_is_data() =>
        Assert.Equal("""{"a":{"type":"x","value":1}}""", scope.Run("""{"a":{"type":"x","value":1}}""", "Object", "ObjectDictionary").GetRawText());

    [Fact]
    public void Every_language_of_Elsa_is_known()
    {
        foreach (var type in new[] { "Literal", "Object", "Json", "Delegate", "Variable", "Input", "JavaScript", "Liquid", "CSharp", "Python" })
        {
            Assert.True(ExpressionLanguages.TryGet(type, out _), type);
        }
    }
}
