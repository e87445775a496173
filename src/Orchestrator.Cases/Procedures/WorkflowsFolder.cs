using Microsoft.Extensions.Configuration;

namespace Orchestrator.Cases.Procedures;

/// <summary>Where designers keep their files; configuration <c>Workflows:Path</c>.</summary>
/// <param name="Root">The folder.</param>
public sealed record WorkflowsFolder(string Root)
{
    /// <summary>One folder per procedure.</summary>
    public string Procedures => Path.Combine(Root, "procedures");

    /// <summary>One file per definition that is no procedure.</summary>
    public string Definitions => Path.Combine(Root, "definitions");

    /// <summary>Holidays and make-up days.</summary>
    public string Calendar => Path.Combine(Root, "calendars", "vn.json");

    /// <summary>The configured folder, else the nearest <c>workflows</c> at or above the working directory, else above the program.</summary>
    public static WorkflowsFolder From(IConfiguration configuration)
    {
        if (configuration["Workflows:Path"] is { Length: > 0 } configured) return new WorkflowsFolder(Path.GetFullPath(configured));
        return new WorkflowsFolder(Nearest(Directory.GetCurrentDirectory()) ?? Nearest(AppContext.BaseDirectory) ?? Path.GetFullPath("workflows"));
    }

    private static string? Nearest(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "workflows");
            if (Directory.Exists(Path.Combine(candidate, "procedures"))) return candidate;
        }

        return null;
    }
}
