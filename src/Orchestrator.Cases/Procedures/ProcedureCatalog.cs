namespace Orchestrator.Cases.Procedures;

/// <summary>The procedures that can be started here. Filled once the runtime is ready; empty before.</summary>
public sealed class ProcedureCatalog
{
    private volatile Contents _contents = new([], [], [], IsLoaded: false);

    /// <summary>True once the folders were read, whether or not every procedure was good.</summary>
    public bool IsLoaded => _contents.IsLoaded;

    /// <summary>Every good procedure, by code.</summary>
    public IReadOnlyList<Procedure> All => _contents.All;

    /// <summary>What keeps the others from being offered.</summary>
    public IReadOnlyList<ProcedureFault> Faults => _contents.Faults;

    /// <summary>Finds a procedure by a code it has or had, or null.</summary>
    public Procedure? Find(string code) => FindLoaded(code)?.Procedure;

    /// <summary>Finds a procedure by its definition, or null.</summary>
    public Procedure? FindByDefinition(string definitionId) => FindLoadedByDefinition(definitionId)?.Procedure;

    internal LoadedProcedure? FindLoaded(string code) => _contents.Loaded.FirstOrDefault(loaded => loaded.Procedure.HasCode(code));

    internal LoadedProcedure? FindLoadedByDefinition(string definitionId) =>
        _contents.Loaded.FirstOrDefault(loaded => string.Equals(loaded.Procedure.DefinitionId, definitionId, StringComparison.Ordinal));

    internal void Replace(IEnumerable<LoadedProcedure> procedures, IReadOnlyList<ProcedureFault> faults)
    {
        LoadedProcedure[] loaded = [.. procedures.OrderBy(procedure => procedure.Procedure.Code, StringComparer.Ordinal)];
        _contents = new Contents(loaded, [.. loaded.Select(one => one.Procedure)], faults, IsLoaded: true);
    }

    private sealed record Contents(LoadedProcedure[] Loaded, IReadOnlyList<Procedure> All, IReadOnlyList<ProcedureFault> Faults, bool IsLoaded);
}
