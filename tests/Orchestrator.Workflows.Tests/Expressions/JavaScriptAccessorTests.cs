using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Expressions;

public sealed class JavaScriptAccessorTests
{
    private readonly TestScope scope = new();

    [Fact]
    public void A_variable_is_read_through_the_container_the_function_and_the_accessor()
    {
        scope.With("Name", "\"An\"");

        Assert.Equal("\"An An An\"", scope.Json("variables.Name + ' ' + getVariable('Name') + ' ' + getName()"));
    }

    [Fact]
    public void An_unset_variable_is_null_and_an_unknown_one_undefined()
    {
        scope.With("Name", "null");

        Assert.Equal("\"null undefined null\"", scope.Json("variables.Name + ' ' + variables.Nope + ' ' + getVariable('Nope')"));
    }

    [Fact]
    public void A_variable_is_written_in_three_ways_once_per_name()
    {
        scope.With("A", "null").With("B", "null").With("C", "null");

        scope.Run("setVariable('A', 1); setVariable('A', 2); setB('3'); variables.C = [4]");

        Assert.Equal([("A", "2"), ("B", "\"3\""), ("C", "[4]")], scope.Writes);
    }

    [Fact]
    public void What_is_written_is_read_back_at_once_by_every_accessor()
    {
        scope.With("A", "1");

        Assert.Equal("\"2 2 2\"", scope.Json("setA(2); variables.A + ' ' + getA() + ' ' + getVariable('A')"));
    }

    [Theory]
    [InlineData("variables.P.list.push('b')", """{"list":["a","b"],"n":1}""")]
    [InlineData("variables.P.n = 2", """{"list":["a"],"n":2}""")]
    [InlineData("variables.P.n++", """{"list":["a"],"n":2}""")]
    [InlineData("delete variables.P.n", """{"list":["a"]}""")]
    [InlineData("let p = getP(); p['n'] = 3", """{"list":["a"],"n":3}""")]
    [InlineData("Object.assign(variables.P, {x: true})", """{"list":["a"],"n":1,"x":true}""")]
    [InlineData("for (variables.P.n of [7, 8]);", """{"list":["a"],"n":8}""")]
    [InlineData("[variables.P.n] = [5]", """{"list":["a"],"n":5}""")]
    [InlineData("Array.prototype.push.call(variables.P.list, 'b')", """{"list":["a","b"],"n":1}""")]
    [InlineData("variables.P.list.sort().reverse(); variables.P.list.fill('z')", """{"list":["z"],"n":1}""")]
    public void A_change_in_place_is_kept(string script, string expected)
    {
        scope.With("P", """{"list":["a"],"n":1}""");

        scope.Run(script);

        Assert.Equal([("P", expected)], scope.Writes);
    }

    [Theory]
    [InlineData("variables.P.list.map(x => x + '!')")]
    [InlineData("let copy = [...variables.P.list]; copy.push('b'); copy")]
    [InlineData("variables.D.getFullYear() + variables.P.list.push.name.length")]
    public void Reading_writes_nothing(string script)
    {
        scope.With("P", """{"list":["a"],"n":1}""").With("D", "\"2024-05-06T07:08:09+07:00\"", "DateTimeOffset");

        scope.Run(script);

        Assert.Empty(scope.Writes);
    }

    [Fact]
    public void A_number_too_large_for_a_script_is_not_written_back_rounded_when_nothing_changed()
    {
        scope.With("P", """{"big":9007199254740993}""").With("Q", "{}");

        scope.Run("variables.P.big; variables.Q.x = 1");

        Assert.Equal([("Q", """{"x":1}""")], scope.Writes);
    }

    [Fact]
    public void An_input_hides_a_variable_of_the_same_name_from_its_accessor_only()
    {
        scope.With("X", "\"variable\"");
        scope.Input = JsonElement.Parse("""{"X":"input"}""");

        Assert.Equal("\"input variable input input\"", scope.Json("getX() + ' ' + variables.X + ' ' + getInput('X') + ' ' + input.X"));
    }

    [Fact]
    public void An_input_that_was_not_given_is_null() => Assert.Equal("null", scope.Json("getInput('Nope')"));

    [Fact]
    public void Outputs_are_read_by_name_and_by_generated_function()
    {
        scope.Outputs[("Calc", "Result")] = JsonElement.Parse("""{"a":5}""");
        scope.Outputs[("calc2", "Sum")] = JsonElement.Parse("7");

        Assert.Equal("\"5 5 5 7\"", scope.Json("getOutputFrom('Calc').a + ' ' + getOutputFrom('Calc', 'Result').a + ' ' + getResultFromCalc().a + ' ' + getSumFromCalc2()"));
    }

    [Fact]
    public void The_output_of_an_unknown_activity_is_refused_with_its_name()
    {
        var refusal = scope.Refused("getOutputFrom('Nobody', 'Result')");

        Assert.Equal("expression-failed", refusal.Code);
        Assert.Contains("'Nobody'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_result_and_the_identity_of_the_case_are_known()
    {
        scope.LastResult = JsonElement.Parse("6");
        scope.CorrelationId = "K-7";

        Assert.Equal(
            "[6,\"K-7\",\"0193a000000070008000000000000001\",\"birth\",\"birth-v2\",2,null]",
            scope.Json("[getLastResult(), getCorrelationId(), getWorkflowInstanceId(), getWorkflowDefinitionId(), getWorkflowDefinitionVersionId(), getWorkflowDefinitionVersion(), getWorkflowInstanceName()]"));
    }

    [Fact]
    public void Correlation_id_name_and_outcomes_are_set()
    {
        scope.Run("setCorrelationId('K-8'); setWorkflowInstanceName('Birth of ' + getCorrelationId()); setOutcomes(['Big', 'Small'])");

        Assert.Equal(("K-8", "Birth of K-8"), (scope.CorrelationId, scope.InstanceName));
        Assert.Equal(["Big", "Small"], scope.Outcomes);
    }

    [Fact]
    public void A_script_that_fails_changes_nothing()
    {
        scope.With("A", "1");

        scope.Refused("setA(2); setCorrelationId('x'); setOutcome('Big'); missing()");

        Assert.Empty(scope.Writes);
        Assert.Null(scope.CorrelationId);
        Assert.Empty(scope.Outcomes);
    }

    [Fact]
    public void Names_with_separators_have_accessors_in_pascal_case()
    {
        scope.With("reg_no", "\"12\"").With("lower", "3");

        Assert.Equal("\"12 3\"", scope.Json("getRegNo() + ' ' + getLower()"));
    }

    [Fact]
    public void Accessors_are_found_on_the_global_object_too()
    {
        scope.With("A", "1");

        Assert.Equal("[1,1]", scope.Json("[globalThis.getA(), globalThis['variables'].A]"));
    }

    [Fact]
    public void A_value_that_does_not_fit_the_variable_is_refused()
    {
        scope.With("N", "1", "Int32");

        Assert.Equal("value-type", scope.Refused("variables.N = 'many'").Code);
    }

    [Fact]
    public void The_names_of_variables_can_be_listed()
    {
        scope.With("A", "1").With("B", "2");

        Assert.Equal("[\"A\",\"B\",\"C\"]", scope.Json("variables.C = 3; Object.keys(variables)"));
    }
}
