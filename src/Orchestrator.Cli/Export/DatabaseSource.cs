using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Cli.Export;

/// <summary>The database itself, whether a server runs on it or not; only read.</summary>
internal sealed class DatabaseSource : IExportSource, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IDefinitionLibrary _library;

    /// <exception cref="InvalidOperationException">The provider is unknown.</exception>
    public DatabaseSource(string provider, string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Storage:Provider", provider), new("ConnectionStrings:Orchestrator", connectionString)]).Build();
        var services = new ServiceCollection();
        services.AddOrchestratorRuntime(configuration);
        _services = services.BuildServiceProvider();
        _library = _services.GetRequiredService<IDefinitionLibrary>();
    }

    public async Task<IReadOnlyList<string>> PublishedAsync(CancellationToken cancellationToken) =>
        [.. (await TryAsync(() => _library.ListAsync(cancellationToken))).Where(version => version.IsPublished).Select(version => version.DefinitionId)];

    public Task<PublishedDefinition?> ReadAsync(string definitionId, CancellationToken cancellationToken) => TryAsync(async () =>
        (await _library.HistoryAsync(definitionId, cancellationToken)).FirstOrDefault(version => version.IsPublished) is { } version
        && await _library.ReadAsync(version.VersionId, cancellationToken) is { } stored
            ? new PublishedDefinition(stored.Json, version.ContentHash)
            : null);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<T> TryAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (DbException problem)
        {
            throw new ExportFault($"Expected a database of the orchestrator, but {problem.Message} Correct --database, or start the server once so that it updates the schema.");
        }
    }
}
