using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Agencies;
using Orchestrator.Cases;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Cli.Validation;

/// <summary>The activity types that a server with the same workflows folder would know.</summary>
internal static class ActivityTypes
{
    /// <param name="workflows">The workflows folder, or null.</param>
    /// <param name="used">Workflows that are activities.</param>
    public static WorkflowCompiler Compiler(string? workflows, IActivitySource used) => Services(workflows, used).GetRequiredService<WorkflowCompiler>();

    /// <summary>What reads and runs definitions; nothing in it touches a database or the network.</summary>
    public static ServiceProvider Services(string? workflows, IActivitySource? used = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Workflows:Path", workflows ?? "workflows")]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        if (used is not null) services.AddSingleton(used);
        services.AddWorkflowEngine();
        services.AddOrchestratorAgencies(configuration);
        services.AddOrchestratorCases(configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>The nearest folder at or above the path that has a folder <c>agencies</c>; null when there is none.</summary>
    public static string? WorkflowsFolderAbove(string path)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "agencies")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
