using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A recorded case in which we decided for another result than Elsa's: why, and which.</summary>
internal sealed record ElsaDeviation(string Why, ElsaResult Result)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>What we decided for in a recorded case. What is decided for one mode of the flowchart counts for the other too, unless that has an entry of its own.</summary>
    public static ElsaDeviation? Of(ElsaCase recorded) => All.GetValueOrDefault(recorded.Name) ?? All.GetValueOrDefault(recorded.File);

    /// <summary>By name of the recording.</summary>
    public static IReadOnlyDictionary<string, ElsaDeviation> All { get; } =
        JsonSerializer.Deserialize<SortedDictionary<string, ElsaDeviation>>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "elsa-deviations.json")), Options)!;
}
