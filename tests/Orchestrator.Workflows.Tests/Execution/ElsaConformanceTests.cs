namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>
/// Every recorded case gives Elsa's result, or exactly the result that the list of deviations says. A further case needs only its file in the folder.
/// </summary>
public sealed class ElsaConformanceTests
{
    public static TheoryData<string> Names => [.. ElsaCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_case_gives_the_result_of_elsa_or_of_its_listed_deviation(string name)
    {
        var recorded = ElsaCase.Load(name);
        var actual = recorded.Run();
        if (ElsaDeviation.Of(recorded) is { } deviation) Assert.Equal(deviation.Result, actual with { Detail = "" });
        else Assert.True(actual.IsSameAs(recorded.Recorded, recorded), actual.DifferencesFrom(recorded.Recorded, recorded));
    }

    [Fact]
    public void Every_listed_deviation_belongs_to_a_recorded_case_and_differs_from_elsa()
    {
        foreach (var (name, deviation) in ElsaDeviation.All)
        {
            Assert.Contains(name, ElsaCase.Names);
            var recorded = ElsaCase.Load(name);
            Assert.False(deviation.Result.IsSameAs(recorded.Recorded, recorded), $"Expected {name} to differ from Elsa, but it does not; take it off the list.");
        }
    }

    [Fact]
    public void The_documented_table_names_every_deviation_with_its_reason()
    {
        var table = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "elsa-deviations.md"));
        foreach (var (name, deviation) in ElsaDeviation.All) Assert.Contains($"| `{name}` | {deviation.Why} |", table, StringComparison.Ordinal);
        Assert.Equal(ElsaDeviation.All.Count, table.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }
}
