using Orchestrator.Audit.Analyses;
using Orchestrator.Audit.Exports;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Analyses;

public sealed class AnalysisFoldTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(7));

    private readonly DrawnOrder _order = new(Drawn("""
        {"id":"root","type":"Elsa.Flowchart","version":1,
         "activities":[{"id":"A","type":"Agency.A","version":1},{"id":"B","type":"Agency.B","version":1},{"id":"C","type":"Agency.C","version":1},{"id":"D","type":"Agency.D","version":1}],
         "connections":[{"source":{"activity":"A","port":"Done"},"target":{"activity":"B"}},{"source":{"activity":"A","port":"Done"},"target":{"activity":"C"}},
                        {"source":{"activity":"B","port":"Done"},"target":{"activity":"D"}},{"source":{"activity":"C","port":"Done"},"target":{"activity":"D"}}]}
        """), 3);

    [Fact]
    public void Without_cases_nothing_is_known_and_nothing_looks_good()
    {
        var analysis = new AnalysisFold(_order, Day).Read(0);

        Assert.Equal((0, 0, (double?)null, (Conformance?)null), (analysis.Looked, analysis.Finished, analysis.WithinLimit, analysis.Conformance));
        Assert.Empty(analysis.Steps);
    }

    [Fact]
    public void Times_frequencies_and_the_share_within_the_limit_come_from_what_ended()
    {
        var fold = new AnalysisFold(_order, Day.AddDays(9));
        fold.Add(Facts("H1", finishedIn: 2, promisedIn: 3), [.. Run(1, "A", 0, 10), .. Run(2, "B", 10, 14), .. Run(3, "D", 14, 15)]);
        fold.Add(Facts("H2", finishedIn: 5, promisedIn: 3), [.. Run(1, "A", 0, 30), .. Run(2, "B", 30, 31), .. Run(3, "D", 31, 32)]);
        fold.Add(Facts("H3", finishedIn: null, promisedIn: 3), [.. Run(1, "A", 0, null)]);
        fold.Add(Facts("H4", finishedIn: null, promisedIn: 3) with { IsPaused = true }, []);
        var analysis = fold.Read(7);

        Assert.Equal((7, 4, 2, 0.5, 1), (analysis.Cases, analysis.Looked, analysis.Finished, analysis.WithinLimit, analysis.Overdue));
        var a = analysis.Steps[0];
        Assert.Equal(("A", 3, 1, TimeSpan.FromHours(10), TimeSpan.FromHours(30)), (a.ActivityId, a.Runs, a.Open, a.Median, a.Slow));
        var arc = analysis.Arcs.Single(one => one.From == "A");
        Assert.Equal(("B", 2, TimeSpan.FromHours(1)), (arc.To, arc.Count, arc.Median));
        Assert.Equal(("a", 2, 1), (analysis.Agencies[0].Agency, analysis.Agencies[0].Steps, analysis.Agencies[0].Open));
        Assert.Equal(["H2", "H1"], analysis.Slowest.Skip(2).Select(slow => slow.Number));
        Assert.True(analysis.Slowest.Single(slow => slow.Number == "H2").IsLate);
        Assert.False(analysis.Slowest.Single(slow => slow.Number == "H4").IsLate);
    }

    [Fact]
    public void Side_by_side_steps_conform_in_any_order_and_a_step_before_what_leads_to_it_does_not()
    {
        var fold = new AnalysisFold(_order, Day);
        fold.Add(Facts("H1", 1, 3), [.. Run(1, "A", 0, 1), .. Run(2, "B", 1, 3), .. Run(3, "C", 1, 2), .. Run(4, "D", 3, 4)]);
        fold.Add(Facts("H2", 1, 3), [.. Run(1, "A", 0, 1), .. Run(2, "C", 1, 2), .. Run(3, "B", 2, 3), .. Run(4, "D", 3, 4)]);
        fold.Add(Facts("H3", 1, 3), [.. Run(1, "A", 0, 1), .. Run(2, "D", 1, 2), .. Run(3, "B", 2, 3)]);
        fold.Add(Facts("H4", 1, 3), [.. Run(1, "A", 0, 1), .. Run(2, "Old", 1, 2)]);
        fold.Add(Facts("H5", 1, 3), [.. Run(1, "A", 0, 1), Told(1, "A", nameof(IncidentResolved), 2) with { Outcome = nameof(IncidentResolution.Overridden) }]);
        var conformance = fold.Read(5).Conformance!;

        Assert.Equal((3, 2, 5), (conformance.Version, conformance.Conforming, conformance.Cases));
        Assert.Equal(
            [(DeviationKind.UnknownStep, "Old", null), (DeviationKind.AgainstOrder, "D", "B"), (DeviationKind.Overridden, "A", null)],
            conformance.Deviations.OrderBy(one => one.Kind).Select(one => (one.Kind, one.Step, one.Before)));
    }

    [Fact]
    public void What_is_done_again_in_a_case_is_rework()
    {
        var fold = new AnalysisFold(null, Day);
        fold.Add(Facts("H1", 1, 3), [.. Run(1, "A", 0, 1), .. Run(2, "B", 1, 2), .. Run(3, "A", 2, 3), .. Run(4, "A", 3, 4)]);
        fold.Add(Facts("H2", 1, 3), [.. Run(1, "A", 0, 1)]);
        var analysis = fold.Read(2);

        Assert.Equal(new Rework("A", "A", 1, 2), Assert.Single(analysis.Rework));
        Assert.Null(analysis.Conformance);
    }

    private static CaseFacts Facts(string number, int? finishedIn, int promisedIn) =>
        new(number, Day, Day.AddDays(promisedIn), finishedIn is { } days ? Day.AddDays(days) : null, false, false);

    private static IEnumerable<TraceEvent> Run(long id, string activity, int from, int? to)
    {
        yield return Told(id, activity, nameof(ActivityStarted), from);
        if (to is { } hours) yield return Told(id, activity, nameof(ActivityCompleted), hours);
    }

    private static TraceEvent Told(long id, string activity, string kind, int hours) => new()
    {
        Sequence = 1,
        At = Day.AddHours(hours),
        Kind = kind,
        Actor = "system:orchestrator",
        ActivityId = activity,
        Activity = activity,
        ActivityType = "Agency." + activity,
        ExecutionId = id,
        Transition = "unknown",
        Agency = char.ToLowerInvariant(activity[0]).ToString(),
        Hash = "",
    };

    private static WorkflowDefinition Drawn(string root) =>
        Assert.IsType<DefinitionReading.Read>(DefinitionReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"definitionId":"d","name":"d","root":{{root}} }"""))).Definition;
}
