using System.Text;
using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Workflows.Tests.Linting;

public sealed class WorkflowLinterTests
{
    private static readonly WorkflowCompiler Compiler = new(new ActivityCatalog([new BuiltInActivities(), new AgencyOperation()]), ExpressionLanguages.All);

    [Fact]
    public void A_sound_workflow_has_no_findings() =>
        Assert.Empty(Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "B:Elsa.WriteLine"], ["Start>A", "A>B"]));

    [Fact]
    public void An_activity_that_nothing_leads_to_is_found() =>
        Assert.Equal(["unreachable-activity B", "unreachable-activity C"], Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "B:Elsa.WriteLine", "C:Elsa.WriteLine"], ["Start>A", "B>C"]));

    [Fact]
    public void An_outcome_of_an_agency_without_continuation_is_found() =>
        Assert.Equal(["unconnected-outcome Register"], Check(["Start:Elsa.Start", "Register:Agency.Test.Register", "A:Elsa.WriteLine"], ["Start>Register", "Register.Registered>A"]));

    [Fact]
    public void An_agency_with_all_outcomes_connected_is_sound() =>
        Assert.Empty(Check(["Start:Elsa.Start", "Register:Agency.Test.Register", "A:Elsa.WriteLine", "B:Elsa.WriteLine"], ["Start>Register", "Register.Registered>A", "Register.Refused>B"]));

    [Fact]
    public void A_wait_without_a_deadline_is_found() => Assert.Equal(["wait-without-deadline E"], Check(["Start:Elsa.Start", "E:Elsa.Event"], ["Start>E"]));

    [Fact]
    public void A_wait_that_a_delay_races_is_sound() =>
        Assert.Empty(Check(["Start:Elsa.Start", "E:Elsa.Event", "D:Elsa.Delay", "J:Elsa.FlowJoin:WaitAny"], ["Start>E", "Start>D", "E>J", "D>J"]));

    [Fact]
    public void A_delay_that_a_wait_must_wait_for_is_no_deadline() =>
        Assert.Equal(["wait-without-deadline E"], Check(["Start:Elsa.Start", "E:Elsa.Event", "D:Elsa.Delay", "J:Elsa.FlowJoin:WaitAll"], ["Start>E", "Start>D", "E>J", "D>J"]));

    [Fact]
    public void A_join_that_a_choice_can_lead_past_is_found() =>
        Assert.Equal(
            ["join-can-block J"],
            Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "If:Elsa.FlowDecision", "J:Elsa.FlowJoin:WaitAll", "Z:Elsa.WriteLine"], ["Start>A", "Start>If", "A>J", "If.True>J", "If.False>Z"]));

    [Theory]
    [InlineData("Elsa.FlowJoin:WaitAllActive", "Elsa.WriteLine")]
    [InlineData("Elsa.FlowJoin:WaitAll", "Elsa.End")]
    public void A_join_of_live_branches_or_a_choice_that_ends_the_case_is_sound(string join, string elsewhere) =>
        Assert.Empty(Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "If:Elsa.FlowDecision", "J:" + join, "Z:" + elsewhere], ["Start>A", "Start>If", "A>J", "If.True>J", "If.False>Z"]));

    [Theory]
    [InlineData("variables.X", true)]
    [InlineData("variables.X === 1", true)]
    [InlineData("variables.X = 1; variables.X", false)]
    [InlineData("setX(1); getX()", false)]
    [InlineData("setVariable('X', 1); getVariable('X')", false)]
    [InlineData("variables['X'] += 1", false)]
    public void A_variable_that_nothing_sets_is_found(string script, bool found) =>
        Assert.Equal(found ? ["variable-never-set $.variables[0]"] : [], Check(["A:Elsa.RunJavaScript:" + script], [], """{"id":"v-X","name":"X","typeName":"Int32","value":null}"""));

    [Theory]
    [InlineData("variables.X = 1")]
    [InlineData("setX(1)")]
    [InlineData("setVariable('X', 1)")]
    public void A_variable_that_is_set_and_that_nothing_reads_is_found(string script) =>
        Assert.Equal(["variable-never-read $.variables[0]"], Check(["A:Elsa.RunJavaScript:" + script], [], """{"id":"v-X","name":"X","typeName":"Int32","value":null}"""));

    [Fact]
    public void A_variable_with_a_default_is_sound() => Assert.Empty(Check(["A:Elsa.RunJavaScript:variables.X"], [], """{"id":"v-X","name":"X","typeName":"Int32","value":"0"}"""));

    [Fact]
    public void A_circle_without_a_way_out_is_found() =>
        Assert.Equal(["loop-without-exit A"], Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "B:Elsa.WriteLine"], ["Start>A", "A>B", "B>A"]));

    [Fact]
    public void A_circle_with_a_choice_that_leaves_it_is_sound() =>
        Assert.Empty(Check(["Start:Elsa.Start", "A:Elsa.WriteLine", "If:Elsa.FlowDecision", "Z:Elsa.WriteLine"], ["Start>A", "A>If", "If.True>A", "If.False>Z"]));

    [Theory]
    [InlineData("true", true)]
    [InlineData("variables.N < 3", false)]
    public void A_while_that_is_always_true_is_found(string condition, bool found) =>
        Assert.Equal(found ? ["loop-without-exit W"] : [], Check(["W:Elsa.While:" + condition], []));

    [Fact]
    public void Every_finding_says_where_and_what_to_do()
    {
        var finding = Assert.Single(Findings(["Start:Elsa.Start", "E:Elsa.Event"], ["Start>E"], ""));

        Assert.Equal(("$.root.activities[1]", LintSeverity.Warning), (finding.Path, finding.Severity));
        Assert.Matches("^Expected .+, but .+; .+\\.$", finding.Message);
        Assert.Contains(finding.Rule, WorkflowLinter.Summaries.Keys);
    }

    private static string[] Check(string[] activities, string[] connections, string variable = "") =>
        [.. Findings(activities, connections, variable).Select(finding => $"{finding.Rule} {finding.Activity ?? finding.Path}")];

    private static System.Collections.Immutable.ImmutableArray<LintFinding> Findings(string[] activities, string[] connections, string variable)
    {
        var drawn = string.Join(',', activities.Select(Activity));
        var lines = string.Join(',', connections.Select(connection =>
        {
            var ends = connection.Split('>');
            var source = ends[0].Split('.');
            return $$$"""{"source":{"activity":"{{{source[0]}}}","port":"{{{(source.Length > 1 ? source[1] : "Done")}}}"},"target":{"activity":"{{{ends[1]}}}","port":"In"}}""";
        }));
        var json = $$$"""{"definitionId":"d","version":1,"variables":[{{{variable}}}],"root":{"type":"Elsa.Flowchart","version":1,"id":"fc","activities":[{{{drawn}}}],"connections":[{{{lines}}}]}}""";
        var result = Compiler.Compile(Encoding.UTF8.GetBytes(json));
        return WorkflowLinter.Check(Assert.IsType<CompilationResult.Compiled>(result).Workflow);
    }

    private static string Activity(string text)
    {
        var parts = text.Split(':', 3);
        var input = parts[1] switch
        {
            "Elsa.Event" => ",\"eventName\":" + Literal("ready"),
            "Elsa.Delay" => ",\"timeSpan\":" + Literal("00:01:00"),
            "Elsa.FlowJoin" => ",\"mode\":" + Literal(parts[2]),
            "Elsa.RunJavaScript" => ",\"script\":" + Literal(parts[2]),
            "Elsa.While" => $$$""","condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":{{{JsonSerializer.Serialize(parts[2])}}}}},"body":{"type":"Elsa.WriteLine","version":1,"id":"body"}""",
            _ => "",
        };
        return $$"""{"id":"{{parts[0]}}","name":"{{parts[0]}}","type":"{{parts[1]}}","version":1{{input}}}""";
    }

    private static string Literal(string value) => $$$"""{"typeName":null,"expression":{"type":"Literal","value":{{{JsonSerializer.Serialize(value)}}}}}""";

    private sealed class AgencyOperation : IActivitySource
    {
        public IEnumerable<ActivityEntry> Load() =>
        [
            new(new ActivityDescriptor { TypeName = "Agency.Test.Register", Category = "Test", DisplayName = "Register", Ports = [new("Registered"), new("Refused")] }, new Behaviour()),
        ];

        private sealed class Behaviour : ActivityBehaviour
        {
            public override void Execute(ActivityTurn turn) => turn.Complete("Registered");
        }
    }
}
