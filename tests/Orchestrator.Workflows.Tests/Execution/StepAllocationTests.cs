using System.Text.Json;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A case is decided millions of times: what one step leaves for the garbage collector is bounded (the benchmarks measure it exactly).</summary>
public sealed class StepAllocationTests
{
    private const int Steps = 500;

    [Theory]
    [InlineData(false, 6_500)]
    [InlineData(true, 7_600)]
    public void A_step_of_a_wait_a_variable_and_the_next_wait_stays_within_its_bound(bool isScript, long most)
    {
        var runtime = new InMemoryRuntime();
        Assert.Empty(runtime.Publish(Workflow(
            Flowchart("F", [Event("E", "step"), Set("S", "Total", isScript ? JavaScript("(variables.Total || 0) + 5") : Literal(7))], "E>S", "S>E"), variables: "Total:Int32:0")));
        var id = runtime.Start("drawn");
        var (engine, workflow, state) = (new WorkflowEngine(), runtime.WorkflowOf(id), runtime[id]);
        var command = new DeliverEvent("step", JsonSerializer.SerializeToElement(new { amount = 5 }));
        for (var i = 0; i < Steps; i++) engine.Decide(workflow, state, command, runtime.Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Steps; i++) engine.Decide(workflow, state, command, runtime.Now);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Steps;

        Assert.True(each <= most, $"Expected at most {most} bytes a step, but it takes {each}.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes a step");
    }
}
