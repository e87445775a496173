using Microsoft.Extensions.Configuration;
using Orchestrator.Audit.Exports;

namespace Orchestrator.Audit;

/// <summary>Settings of the section <c>Audit</c>.</summary>
/// <param name="Origin">Names this orchestrator in its checkpoints; <c>Audit:Origin</c>.</param>
/// <param name="Interval">How often a checkpoint is taken when something happened; <c>Audit:Interval</c>, five minutes.</param>
/// <param name="KeyLifetime">How long a key signs before the next one is made; <c>Audit:KeyLifetime</c>, 365 days.</param>
/// <param name="Keys">Directory of the private keys; <c>Audit:KeyPath</c>, <c>audit-keys</c> below <c>Data:Path</c>.</param>
/// <param name="CheckpointFile">Every checkpoint is appended to it; <c>Audit:CheckpointFile</c>, <c>checkpoints.txt</c> below <c>Data:Path</c>. Copy it elsewhere.</param>
/// <param name="Exports">Exports that are written by themselves; <c>Audit:Exports</c>, none.</param>
internal sealed record AuditSettings(string Origin, TimeSpan Interval, TimeSpan KeyLifetime, string Keys, string CheckpointFile, IReadOnlyList<ScheduledExport> Exports)
{
    /// <summary>Address of a time-stamping authority (RFC 3161) that confirms checkpoints; <c>Audit:TimestampUrl</c>, none.</summary>
    public Uri? TimestampUrl { get; init; }

    /// <summary>Its answers are appended to it; <c>Audit:TimestampFile</c>, <c>timestamps.txt</c> below <c>Data:Path</c>.</summary>
    public string TimestampFile { get; init; } = "timestamps.txt";

    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static AuditSettings From(IConfiguration configuration)
    {
        var data = configuration["Data:Path"] ?? "data";
        var settings = new AuditSettings(
            configuration["Audit:Origin"] ?? "orchestrator",
            configuration.GetValue("Audit:Interval", TimeSpan.FromMinutes(5)),
            configuration.GetValue("Audit:KeyLifetime", TimeSpan.FromDays(365)),
            configuration["Audit:KeyPath"] ?? Path.Combine(data, "audit-keys"),
            configuration["Audit:CheckpointFile"] ?? Path.Combine(data, "checkpoints.txt"),
            ScheduledExport.From(configuration, data))
        {
            TimestampUrl = configuration["Audit:TimestampUrl"] is not { Length: > 0 } url ? null
                : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
                : throw new InvalidOperationException($"Expected Audit:TimestampUrl to be the http or https address of a time-stamping authority, but it is '{url}'; correct or remove it."),
            TimestampFile = configuration["Audit:TimestampFile"] ?? Path.Combine(data, "timestamps.txt"),
        };
        if (settings.Origin.Contains('\n', StringComparison.Ordinal) || settings.Origin.Length == 0)
            throw new InvalidOperationException("Expected Audit:Origin to be one line of text, but it is not; name this orchestrator in one line.");
        if (settings.Interval <= TimeSpan.Zero || settings.KeyLifetime <= TimeSpan.Zero)
            throw new InvalidOperationException("Expected Audit:Interval and Audit:KeyLifetime to be longer than nothing, but one is not; write for example 00:05:00 and 365.00:00:00.");
        return settings;
    }
}
