using Orchestrator.Cases.Applications;
using Orchestrator.Cases.Procedures;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Cases.Scenarios;

/// <summary>A procedure's folder read without a server: its description, its compiled workflow and its scenarios.</summary>
/// <param name="Procedure">The description.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Scenarios">Scenarios by file name without extension, in order.</param>
public sealed record ProcedureFiles(Procedure Procedure, CompiledWorkflow Workflow, IReadOnlyDictionary<string, Scenario> Scenarios)
{
    /// <summary>Reads a folder such as <c>workflows/procedures/birth</c>.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="compiler">Knows the activity types.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The files, or null with everything that is wrong with them.</returns>
    public static async Task<(ProcedureFiles? Files, IReadOnlyList<ProcedureFault> Faults)> ReadAsync(string path, WorkflowCompiler compiler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compiler);
        const string SchemaFile = "application.schema.json", WorkflowFile = "workflow.json", ProcedureFile = "procedure.json";
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var faults = new List<ProcedureFault>();
        foreach (var file in (string[])[ProcedureFile, SchemaFile, WorkflowFile])
        {
            if (!File.Exists(Path.Combine(path, file)))
                faults.Add(new ProcedureFault(name, file, "procedure-file", "$", $"Expected the file {file} in {path}, but it is not there; give the folder of a procedure."));
        }

        if (faults.Count > 0) return (null, faults);
        var (schema, schemaFaults) = await ApplicationSchema.LoadAsync(await File.ReadAllBytesAsync(Path.Combine(path, SchemaFile), cancellationToken), cancellationToken);
        faults.AddRange(schemaFaults.Select(fault => new ProcedureFault(name, SchemaFile, fault.Code, fault.Path, fault.Message)));
        var reader = new ProcedureReader(name);
        var procedure = reader.Read(await File.ReadAllBytesAsync(Path.Combine(path, ProcedureFile), cancellationToken), schema?.Json ?? default);
        faults.AddRange(reader.Faults);
        var compilation = compiler.Compile(await File.ReadAllBytesAsync(Path.Combine(path, WorkflowFile), cancellationToken));
        if (compilation is CompilationResult.Refused refused)
            faults.AddRange(refused.Faults.Select(fault => new ProcedureFault(name, WorkflowFile, fault.Code, fault.Path, fault.Message)));

        var scenarios = new SortedDictionary<string, Scenario>(StringComparer.Ordinal);
        foreach (var file in ScenarioPaths(path))
        {
            var shown = $"scenarios/{Path.GetFileName(file)}";
            switch (ScenarioReading.Of(await File.ReadAllBytesAsync(file, cancellationToken)))
            {
                case ScenarioReading.Bad bad:
                    faults.Add(new ProcedureFault(name, shown, "scenario-form", bad.Path, bad.Message));
                    break;
                case ScenarioReading.Good good:
                    scenarios.Add(Path.GetFileNameWithoutExtension(file), good.Scenario);
                    faults.AddRange((schema?.Check(good.Scenario.Application) ?? []).Select(fault =>
                        new ProcedureFault(name, shown, fault.Code, $"$.application{fault.Pointer.Replace('/', '.')}", fault.Message.En)));
                    break;
            }
        }

        return faults.Count == 0 && compilation is CompilationResult.Compiled compiled ? (new ProcedureFiles(procedure!, compiled.Workflow, scenarios), []) : (null, faults);
    }

    /// <summary>Scenario files of a procedure's folder, in order.</summary>
    public static IEnumerable<string> ScenarioPaths(string path) =>
        Directory.Exists(Path.Combine(path, "scenarios")) ? Directory.EnumerateFiles(Path.Combine(path, "scenarios"), "*.json").Order(StringComparer.Ordinal) : [];
}
