using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Expressions;

public sealed class LiquidTests
{
    private readonly TestScope scope = new();

    [Theory]
    [InlineData("{{ 'abc' | upcase }}", "ABC")]
    [InlineData("{{ Variables.L | size }},{{ Variables.L[1] }},{{ Variables.L | join: '+' }}", "2,b,a+b")]
    [InlineData("{{ Variables.None | default: 'd' }}", "d")]
    [InlineData("{{ 3 | plus: 4 }}", "7")]
    [InlineData("{{ Variables.P.name }},{{ Variables.P.tags | size }},{{ Variables.P.tags[1] }}", "Ấn,2,y")]
    [InlineData("{{ Variables.P | json }}", """{"name":"Ấn","tags":["x","y"],"n":1.50,"none":null}""")]
    [InlineData("{{ Variables.P.name | json }}", "\"Ấn\"")]
    [InlineData("{{ Variables.P | keys | join: ',' }}", "name,tags,n,none")]
    [InlineData("{{ 'hi' | base64 }}", "aGk=")]
    [InlineData("[{{ Variables.Nope }}][{{ Nope.More }}][{{ Variables.P.name.more }}]", "[][][]")]
    [InlineData("{% if Variables.N > 3 %}many{% else %}few{% endif %}", "many")]
    [InlineData("{% for t in Variables.P.tags %}{{ forloop.index }}{{ t }}{% endfor %}", "1x2y")]
    [InlineData("{% assign x = Variables.N | times: 2 %}{{ x }}", "10")]
    [InlineData("{{ Input.CaseNo }} {{ Input['CaseNo'] }}", "K-7 K-7")]
    [InlineData("{{ CorrelationId }}|{{ WorkflowDefinitionId }}|{{ WorkflowDefinitionVersionId }}|{{ WorkflowDefinitionVersion }}|{{ WorkflowInstanceName }}", "c-1|birth|birth-v2|2|")]
    [InlineData("{{ 'now' | date: '%Y-%m-%d' }}", "2026-11-23")]
    [InlineData("{{ Variables.B }} <b>&amp;</b>", "true <b>&amp;</b>")]
    [InlineData("", "")]
    public void A_template_renders_what_Elsa_renders(string template, string expected)
    {
        scope.With("L", """["a","b"]""").With("P", """{"name":"Ấn","tags":["x","y"],"n":1.50,"none":null}""").With("N", "5").With("B", "true");
        scope.Input = JsonElement.Parse("""{"CaseNo":"K-7"}""");
        scope.CorrelationId = "c-1";

        Assert.Equal(expected, scope.Run(template, "Liquid").GetString());
    }

    [Fact]
    public void A_variable_of_a_date_type_is_a_date()
    {
        scope.With("D", "\"2024-05-06T07:08:09+07:00\"", "DateTimeOffset");

        Assert.Equal("06/05/2024", scope.Run("{{ Variables.D | date: '%d/%m/%Y' }}", "Liquid").GetString());
    }

    [Theory]
    [InlineData("{% if %}")]
    [InlineData("{{ 'a' | }}")]
    [InlineData("{% nosuchtag %}")]
    [InlineData("{% for x in %}{% endfor %}")]
    [InlineData("{{ unclosed")]
    public void A_broken_template_is_refused_when_it_is_prepared(string template)
    {
        var refusal = scope.Refused(template, "Liquid");

        Assert.Equal("expression-syntax", refusal.Code);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.StartsWith("Expected a Liquid template, but ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("; correct the template.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_cannot_change_variables()
    {
        scope.With("N", "1");

        scope.Run("{% assign N = 2 %}{% assign Variables = 2 %}", "Liquid");

        Assert.Empty(scope.Writes);
    }
}
