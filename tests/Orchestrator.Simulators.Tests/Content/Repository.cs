namespace Orchestrator.Simulators.Tests.Content;

/// <summary>Finds the files that designers and agencies edit.</summary>
internal static class Repository
{
    public static string Workflows { get; } = Find();

    public static IEnumerable<string> Procedures => Directory.EnumerateDirectories(Path.Combine(Workflows, "procedures")).Select(path => Path.GetFileName(path)!).Order();

    public static IEnumerable<string> Agencies => Directory.EnumerateDirectories(Path.Combine(Workflows, "agencies")).Select(path => Path.GetFileName(path)!).Order();

    public static string Agency(string agency) => Path.Combine(Workflows, "agencies", agency, "openapi.yaml");

    public static string Procedure(string procedure) => Path.Combine(Workflows, "procedures", procedure);

    public static string Procedure(string procedure, string file) => Path.Combine(Workflows, "procedures", procedure, file);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Expected the repository above the test, but it is not there."), "workflows");
    }
}
