using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Running;

public sealed class FlowchartModeSettingTests
{
    [Theory]
    [InlineData(null, FlowchartMode.CounterBased)]
    [InlineData("TokenBased", FlowchartMode.TokenBased)]
    [InlineData("counterbased", FlowchartMode.CounterBased)]
    public void The_server_chooses_how_flowcharts_join_that_choose_nothing(string? setting, FlowchartMode expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Workflows:FlowchartMode", setting), new("ConnectionStrings:Orchestrator", "Data Source=:memory:")]).Build();
        using var provider = new ServiceCollection().AddOrchestratorRuntime(configuration).BuildServiceProvider();
        Assert.Equal(expected, provider.GetRequiredService<WorkflowEngineOptions>().FlowchartMode);
    }
}
