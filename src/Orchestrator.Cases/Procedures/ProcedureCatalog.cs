namespace Orchestrator.Cases.Procedures;

/// <summary>The procedures that can be started here. Filled once the runtime is ready; empty before.</summary>
public sealed class ProcedureCatalog
{
    private volatile Contents _contents = new([], [], IsLoaded: false);

    /// <summary>True once the folders were read, whether or not every procedure was good.</summary>
    public bool IsLoaded => _contents.IsLoaded;

    /// <summary>Every good procedure, by code.</summary>
    public IReadOnlyList<Procedure> All => _contents.Procedures;

    /// <summary>What keeps the others from being offered.</summary>
    public IReadOnlyList<ProcedureFault> Faults => _contents.Faults;

    /// <summary>Finds a procedure by a code it has or had, or null.</summary>
    public Procedure? Find(string code) => All.FirstOrDefault(procedure => procedure.HasCode(code));

    /// <summary>Finds a procedure by its definition, or null.</summary>
    public Procedure? FindByDefinition(string definitionId) =>
        All.FirstOrDefault(procedure => string.Equals(procedure.DefinitionId, definitionId, StringComparison.Ordinal));

    internal void Replace(IReadOnlyList<Procedure> procedures, IReadOnlyList<ProcedureFault> faults) =>
        _contents = new Contents([.. procedures.OrderBy(procedure => procedure.Code, StringComparer.Ordinal)], faults, IsLoaded: true);

    private sealed record Contents(IReadOnlyList<Procedure> Procedures, IReadOnlyList<ProcedureFault> Faults, bool IsLoaded);
}
