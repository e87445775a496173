using Microsoft.Extensions.Configuration;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Where the keys are that wrap the keys of cases.</summary>
/// <param name="Path">Directory of the key ring; <c>Privacy:KeyPath</c>, <c>case-keys</c> below <c>Data:Path</c>. All nodes share it, and it must not lie in a backup of the database.</param>
internal sealed record CaseKeySettings(string Path)
{
    public static CaseKeySettings From(IConfiguration configuration) =>
        new(configuration["Privacy:KeyPath"] is { Length: > 0 } path ? path : System.IO.Path.Combine(configuration["Data:Path"] ?? "data", "case-keys"));
}
