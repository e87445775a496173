using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Tests.Catalog;

/// <summary>A designer who knows Elsa finds each of its activities, or hears at publish what to use instead.</summary>
public sealed class ElsaCoverageTests
{
    public static TheoryData<string> Types => [.. BuiltInDescriptorTests.ElsaTypes.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public void An_activity_of_elsa_either_runs_or_is_refused_with_what_to_use_instead(string type)
    {
        var runs = new BuiltInActivities().Load().Any(e => e.Descriptor.TypeName == type);
        var reason = UnsupportedActivities.ReasonFor(type);

        // A placeholder tells which type is missing; there is nothing to run in it.
        if (type == "Elsa.NotFoundActivity") Assert.Equal((false, null), (runs, reason));
        else if (runs) Assert.True(reason is null, $"{type} runs; take it off the list of unsupported activities.");
        else Assert.Contains(';', reason ?? $"{type} neither runs nor is refused with a reason");
    }
}
