namespace Orchestrator.Runtime.Projections;

/// <summary>Every projection of the product, the runtime's own first.</summary>
internal sealed class ProjectionSet(IEnumerable<ICaseProjection> projections)
{
    private readonly ICaseProjection[] _projections =
        [new CaseHeadProjection(), new BookmarkProjection(), new EffectProjection(), new IncidentProjection(), .. projections];

    /// <summary>Every table that a projection writes.</summary>
    public IEnumerable<TableSpec> Tables => _projections.SelectMany(projection => projection.Tables);

    /// <summary>The rows that change with a commit.</summary>
    public IReadOnlyList<RowChange> Project(CaseCommit commit)
    {
        var sink = new RowSink();
        foreach (var projection in _projections) projection.Project(commit, sink);
        return sink.Changes;
    }
}
