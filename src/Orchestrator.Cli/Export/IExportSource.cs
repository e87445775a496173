using System.Text.Json;

namespace Orchestrator.Cli.Export;

/// <summary>Where published definitions are exported from.</summary>
internal interface IExportSource
{
    /// <summary>Ids of the definitions that have a published version.</summary>
    /// <exception cref="ExportFault">The source cannot be read.</exception>
    Task<IReadOnlyList<string>> PublishedAsync(CancellationToken cancellationToken);

    /// <summary>The published version of a definition; null when it has none.</summary>
    /// <exception cref="ExportFault">The source cannot be read.</exception>
    Task<PublishedDefinition?> ReadAsync(string definitionId, CancellationToken cancellationToken);
}

/// <summary>A published version.</summary>
/// <param name="Content">Elsa 3.8 definition JSON.</param>
/// <param name="ContentHash">Hash of what it was published with, or null.</param>
internal sealed record PublishedDefinition(JsonElement Content, string? ContentHash);

/// <summary>The source cannot be read; the message says what to do.</summary>
internal sealed class ExportFault(string message) : Exception(message);
