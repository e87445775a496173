using Microsoft.Extensions.Logging;
using Orchestrator.Cases.Applications;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Cases.Procedures;

/// <summary>Reads every folder below <c>workflows/procedures</c>. A broken one is reported and left out; the others are offered.</summary>
internal sealed partial class ProcedureLoader(WorkflowsFolder folder, IDefinitionStore definitions, ProcedureCatalog catalog, ILogger<ProcedureLoader> logger)
{
    private const string Metadata = "procedure.json", Schema = "application.schema.json", Workflow = "workflow.json";

    /// <summary>Reads them all and replaces what the catalog offers.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<LoadedProcedure>();
        var faults = new List<ProcedureFault>();
        foreach (var path in Folders())
        {
            var name = Path.GetFileName(path);
            try
            {
                if (await ReadAsync(path, name, faults, cancellationToken) is not { } procedure) continue;
                if (loaded.FirstOrDefault(other => Clash(other.Procedure, procedure.Procedure)) is { } other)
                    faults.Add(new ProcedureFault(name, Metadata, "procedure-clash", "$.code", $"Expected codes, definition and number prefix of its own, but {other.Procedure.Code} uses one of them too; change it."));
                else loaded.Add(procedure);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                faults.Add(new ProcedureFault(name, ".", "procedure-unreadable", "$", $"Expected readable files, but {unreadable.Message}; correct the permissions."));
            }
        }

        foreach (var fault in faults) LogFault(logger, fault.Procedure, fault.File, fault.Path, fault.Code, fault.Message);
        catalog.Replace(loaded, faults);
        LogLoaded(logger, loaded.Count, faults.Select(fault => fault.Procedure).Distinct().Count());
    }

    private IEnumerable<string> Folders() =>
        Directory.Exists(folder.Procedures) ? Directory.EnumerateDirectories(folder.Procedures).Order(StringComparer.Ordinal) : [];

    private async Task<LoadedProcedure?> ReadAsync(string path, string name, List<ProcedureFault> faults, CancellationToken cancellationToken)
    {
        var before = faults.Count;
        foreach (var file in (string[])[Metadata, Schema, Workflow])
        {
            if (!File.Exists(Path.Combine(path, file)))
                faults.Add(new ProcedureFault(name, file, "procedure-file", "$", $"Expected the file {file}, but it is not there; add it."));
        }

        if (faults.Count > before) return null;
        var (schema, schemaFaults) = await ApplicationSchema.LoadAsync(await File.ReadAllBytesAsync(Path.Combine(path, Schema), cancellationToken), cancellationToken);
        faults.AddRange(schemaFaults.Select(fault => new ProcedureFault(name, Schema, fault.Code, fault.Path, fault.Message)));
        var reader = new ProcedureReader(name);
        var procedure = reader.Read(await File.ReadAllBytesAsync(Path.Combine(path, Metadata), cancellationToken), schema?.Json ?? default);
        faults.AddRange(reader.Faults);
        if (schema is null || procedure is null) return null;
        return await ImportAsync(path, name, procedure, faults, cancellationToken) ? new LoadedProcedure(procedure, schema) : null;
    }

    private async Task<bool> ImportAsync(string path, string name, Procedure procedure, List<ProcedureFault> faults, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, Workflow);
        var definitionId = procedure.DefinitionId;
        var legalBasis = procedure.LegalBasis.IsEmpty ? null : string.Join("; ", procedure.LegalBasis);
        switch (await definitions.ImportAsync(await File.ReadAllBytesAsync(file, cancellationToken), $"procedures/{name}/{Workflow}", legalBasis, cancellationToken))
        {
            case ImportOutcome.Refused refused:
                faults.AddRange(refused.Faults.Select(fault => new ProcedureFault(name, Workflow, fault.Code, fault.Path, fault.Message)));
                return false;
            case ImportOutcome.Imported imported:
                LogImported(logger, name, imported.Version, imported.VersionId);
                break;
        }

        if (await definitions.FindPublishedAsync(definitionId, cancellationToken) is not null) return true;
        faults.Add(new ProcedureFault(name, Metadata, "procedure-definition", "$.definitionId", $"Expected the definitionId of {Workflow}, but '{definitionId}' is not published; write the same in both files."));
        return false;
    }

    private static bool Clash(Procedure one, Procedure other) =>
        other.HasCode(one.Code) || one.HasCode(other.Code) || one.Successors.Any(successor => other.HasCode(successor.Code))
        || one.DefinitionId == other.DefinitionId || one.NumberPrefix == other.NumberPrefix;
}
