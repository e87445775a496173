using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A recorded case in which we decided for another result than Elsa's: why, and which.</summary>
internal sealed record ElsaDeviation(string Why, ElsaResult Result)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>By name of the recorded case.</summary>
    public static IReadOnlyDictionary<string, ElsaDeviation> All { get; } =
        JsonSerializer.Deserialize<SortedDictionary<string, ElsaDeviation>>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "elsa-deviations.json")), Options)!;
}
