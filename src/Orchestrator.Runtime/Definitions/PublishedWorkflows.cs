using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Runtime.Definitions;

/// <summary>
/// What is published now, one version of each definition, ready to run. Whoever publishes, retracts or deletes a version calls <see cref="RefreshAsync"/> afterwards;
/// what other nodes publish is seen within seconds.
/// </summary>
internal sealed partial class PublishedWorkflows(
    Database database, IDefinitionStore definitions, WorkflowActivitySource activities, TimeProvider clock, ILogger<PublishedWorkflows> logger) : IPublishedWorkflows, IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile PublishedWorkflow[] _all = [];

    public event Action? Changed;

    public IReadOnlyList<PublishedWorkflow> All => _all;

    public void Dispose() => _refreshing.Dispose();

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await activities.RefreshAsync(cancellationToken);
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var newest = await database.QueryAsync(
                """
                SELECT v.version_id, v.imported_at FROM definition_versions v
                WHERE v.is_published = @published AND v.version = (
                    SELECT MAX(n.version) FROM definition_versions n WHERE n.definition_id = v.definition_id AND n.is_published = @published
                        AND (n.valid_from IS NULL OR n.valid_from <= @now))
                ORDER BY v.definition_id
                """,
                [("@published", true), ("@now", database.Instant(clock.GetUtcNow()))], row => (VersionId: row.GetString(0), At: database.ReadInstant(row, 1)), cancellationToken);
            if (newest.Select(n => n.VersionId).SequenceEqual(_all.Select(p => p.Workflow.VersionId))) return;
            var all = new List<PublishedWorkflow>(newest.Count);
            foreach (var (versionId, at) in newest)
            {
                if (await FindAsync(versionId, cancellationToken) is { } workflow) all.Add(new PublishedWorkflow(workflow, at));
            }

            _all = [.. all];
        }
        finally
        {
            _refreshing.Release();
        }

        Changed?.Invoke();
    }

    private async Task<CompiledWorkflow?> FindAsync(string versionId, CancellationToken cancellationToken)
    {
        try
        {
            var workflow = await definitions.GetAsync(versionId, cancellationToken);
            if (workflow.Refusals is not [var refusal, ..]) return workflow;

            // What it uses is gone (an agency's document was taken away), or is refused by now: it starts nothing until that is mended.
            LogNotReady(logger, versionId, $"{refusal.Message} ({refusal.Path})");
            return null;
        }
        catch (InvalidOperationException cause)
        {
            LogNotReady(logger, versionId, cause.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The published version {VersionId} is not ready to run: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string versionId, string reason);
}
