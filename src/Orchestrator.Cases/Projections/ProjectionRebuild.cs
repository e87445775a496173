using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Projections;

/// <summary>Computes the rows of a case again from its journal alone, entry by entry, as if each were a commit of its own.</summary>
internal sealed class ProjectionRebuild(IJournalReader journal, IDefinitionStore definitions, IWorkflowEngine engine, CaseFileProjection projection)
{
    private const int PageSize = 1000;

    /// <summary>The rows of one case: table, then key, then values.</summary>
    public async Task<IReadOnlyDictionary<(string Table, string Key), IReadOnlyList<object?>>> RowsAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var sink = new Rows();
        CaseState? state = null;
        for (long after = 0; ;)
        {
            var page = await journal.ReadAsync(caseId, after, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                var change = CaseEventJson.Deserialize(entry.Payload.Span);
                var version = change is CaseStarted started ? started.VersionId : state!.Started.VersionId;
                var next = engine.Apply(await definitions.GetAsync(version, cancellationToken), state, caseId, change);
                projection.Project(new CaseCommit(caseId, 0, [entry], [change], state, next), sink);
                state = next;
                after = entry.Sequence;
            }

            if (page.Count < PageSize) return sink.Found;
        }
    }

    private sealed class Rows : IRowSink
    {
        public Dictionary<(string Table, string Key), IReadOnlyList<object?>> Found { get; } = [];

        public void Upsert(TableSpec table, params ReadOnlySpan<object?> row) => Found[(table.Name, KeyOf(row[..table.Key.Count]))] = row.ToArray();

        public void Delete(TableSpec table, params ReadOnlySpan<object?> key) => Found.Remove((table.Name, KeyOf(key)));

        private static string KeyOf(ReadOnlySpan<object?> key) => string.Join('/', key.ToArray());
    }
}
