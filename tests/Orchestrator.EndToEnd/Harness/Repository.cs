namespace Orchestrator.EndToEnd.Harness;

/// <summary>Where the tests find what they run: the repository and its build output, of the same configuration as the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Workflows { get; } = Path.Combine(Root, "workflows");

    /// <summary>The built program of a project under <c>src/</c>.</summary>
    public static string Program(string project) => Program(project, project);

    /// <summary>The built program of a project whose program has another name.</summary>
    public static string Program(string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Root, "src", project, "bin", output.Parent!.Name, output.Name, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"Expected {path} to be built, but it is not there; build Orchestrator.sln.");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln")))
                return directory.FullName;
        throw new InvalidOperationException("Expected to run below the folder of Orchestrator.sln, but did not; run tests/run.sh.");
    }
}
