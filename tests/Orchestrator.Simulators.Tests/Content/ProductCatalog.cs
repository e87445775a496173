using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Agencies;
using Orchestrator.Cases;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Simulators.Tests.Content;

/// <summary>The activity types that the product offers with the documents of this repository.</summary>
internal static class ProductCatalog
{
    private static readonly ServiceProvider _services = Build();
    private static readonly ConcurrentDictionary<string, Task<(ProcedureFiles?, IReadOnlyList<ProcedureFault>)>> _files = new();

    public static IActivityCatalog Catalog => _services.GetRequiredService<IActivityCatalog>();

    public static WorkflowCompiler Compiler => _services.GetRequiredService<WorkflowCompiler>();

    public static ScenarioPlayer Player => _services.GetRequiredService<ScenarioPlayer>();

    /// <summary>A procedure of the repository; read once, because many scenarios use it.</summary>
    public static Task<(ProcedureFiles? Files, IReadOnlyList<ProcedureFault> Faults)> FilesOf(string procedure) =>
        _files.GetOrAdd(procedure, name => ProcedureFiles.ReadAsync(Repository.Procedure(name), Compiler, CancellationToken.None));

    /// <summary>Ports of an operation's activity.</summary>
    public static IEnumerable<string> PortsOf(string type) =>
        Catalog.TryGet(type, 1, out var entry) ? entry.Descriptor.Ports.Select(port => port.Name) : throw new InvalidOperationException($"Expected a document that gives {type}, but none does.");

    private static ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Workflows:Path"] = Repository.Workflows }).Build();
        return new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddWorkflowEngine().AddOrchestratorAgencies(configuration).AddOrchestratorCases(configuration)
            .BuildServiceProvider();
    }
}
