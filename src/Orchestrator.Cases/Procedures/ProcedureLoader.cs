using Microsoft.Extensions.Logging;
using Orchestrator.Cases.Applications;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Cases.Procedures;

/// <summary>
/// Reads every folder below <c>workflows/procedures</c>, after the definitions that stand by themselves. A broken one is reported and left out; the others are offered.
/// </summary>
internal sealed partial class ProcedureLoader(WorkflowTree tree, IDefinitionStore definitions, ProcedureCatalog catalog, ILogger<ProcedureLoader> logger)
{
    private const string Metadata = "procedure.json", Schema = "application.schema.json", Workflow = WorkflowTree.FileName;

    /// <summary>Reads them all and replaces what the catalog offers.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<LoadedProcedure>();
        var faults = new List<ProcedureFault>();
        await ImportOwnAsync(faults, cancellationToken);
        foreach (var path in tree.Folders())
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

    /// <summary>Definitions may use each other as activities: what is refused is tried again after the others, as long as that helps.</summary>
    private async Task ImportOwnAsync(List<ProcedureFault> faults, CancellationToken cancellationToken)
    {
        var open = tree.OwnFiles().ToList();
        for (var tried = open.Count + 1; open.Count < tried;)
        {
            tried = open.Count;
            var refused = new List<ProcedureFault>();
            foreach (var file in open.ToArray())
            {
                var name = tree.NameOf(file);
                var before = refused.Count;
                try
                {
                    if (await definitions.ImportAsync(await File.ReadAllBytesAsync(file, cancellationToken), name, cancellationToken) is ImportOutcome.Refused outcome)
                        refused.AddRange(outcome.Faults.Select(fault => new ProcedureFault(name, Path.GetFileName(file), fault.Code, fault.Path, fault.Message)));
                }
                catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
                {
                    refused.Add(new ProcedureFault(name, Path.GetFileName(file), "definition-unreadable", "$", $"Expected a readable file, but {unreadable.Message}; correct the permissions."));
                }

                if (refused.Count == before) open.Remove(file);
            }

            if (open.Count == tried) faults.AddRange(refused);
        }
    }

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
            case ImportOutcome.Withdrawn withdrawn:
                faults.Add(new ProcedureFault(name, Workflow, "procedure-withdrawn", "$", $"Expected a published version, but version {withdrawn.Version} was withdrawn in the designer; publish one there, or change the file."));
                return false;
        }

        if (await definitions.FindPublishedAsync(definitionId, cancellationToken) is not null) return true;
        faults.Add(new ProcedureFault(name, Metadata, "procedure-definition", "$.definitionId", $"Expected the definitionId of {Workflow}, but '{definitionId}' is not published; write the same in both files."));
        return false;
    }

    private static bool Clash(Procedure one, Procedure other) =>
        other.HasCode(one.Code) || one.HasCode(other.Code) || one.Successors.Any(successor => other.HasCode(successor.Code))
        || one.DefinitionId == other.DefinitionId || one.NumberPrefix == other.NumberPrefix;
}
