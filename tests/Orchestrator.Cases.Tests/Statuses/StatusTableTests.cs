using Orchestrator.Cases.Statuses;

namespace Orchestrator.Cases.Tests.Statuses;

public sealed class StatusTableTests
{
    [Theory]
    [InlineData("received", "qualified", "qualified")]
    [InlineData("received", "result", "qualified,forwarded,result")]
    [InlineData("received", "returned", "qualified,forwarded,result,returned")]
    [InlineData("forwarded", "supplement", "supplement")]
    [InlineData("supplement", "forwarded", "forwarded")]
    [InlineData("result", "result", "")]
    public void Predecessors_that_were_passed_over_are_named_in_order(string from, string to, string path) =>
        Assert.Equal(path, string.Join(',', Assert.IsType<Transition.Allowed>(StatusTable.Plan(from, to)).Path));

    [Theory]
    [InlineData("forwarded", "received")]
    [InlineData("returned", "received")]
    [InlineData("withdrawn", "result")]
    [InlineData("result", "withdrawn")]
    [InlineData("received", "lost")]
    public void A_status_that_cannot_follow_is_refused(string from, string to) =>
        Assert.StartsWith("Expected", Assert.IsType<Transition.Refused>(StatusTable.Plan(from, to)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_main_line_has_the_codes_1_3_7_4_5() =>
        Assert.Equal([1, 3, 7, 4, 5], new[] { "received", "qualified", "forwarded", "result", "returned" }.Select(key => StatusTable.Find(key)!.InterconnectedCode!.Value));
}
