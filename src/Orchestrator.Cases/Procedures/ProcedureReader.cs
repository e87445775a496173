using System.Text.Json;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.Erasures;
using Orchestrator.Cases.Identifiers;

namespace Orchestrator.Cases.Procedures;

/// <summary>Reads <c>procedure.json</c> and says everything that is wrong with it at once.</summary>
internal sealed class ProcedureReader(string folder)
{
    private const string File = "procedure.json";

    private readonly List<ProcedureFault> _faults = [];

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<ProcedureFault> Faults => _faults;

    /// <summary>Reads the file.</summary>
    /// <returns>The procedure, or null with <see cref="Faults"/>.</returns>
    public Procedure? Read(ReadOnlyMemory<byte> json, JsonElement applicationSchema)
    {
        if (!StrictJson.TryParse(json, out var root, out var malformed))
        {
            Fault("$" + malformed.Pointer.Replace('/', '.'), malformed.Message.En);
            return null;
        }

        var at = new JsonSpot(root, "$", Fault);
        var procedure = new Procedure
        {
            Code = at.Text("code", ProcedureCode.IsValid, "a procedure code such as 2.002621"),
            Name = at.Bilingual("name"),
            Group = at.Bilingual("group"),
            DefinitionId = at.Text("definitionId", text => text.Length > 0, "the id of the workflow definition"),
            NumberPrefix = at.Child("number").Text("prefix", DossierNumber.IsPrefix, "a prefix such as G22.99.01"),
            Successors = [.. at.List("successors", isRequired: false).Select(ReadSuccessor).OrderBy(successor => successor.ValidFrom)],
            Localities = [.. at.List("localities").Select(spot => spot.Itself(text => text == "*" || Place.IsCommune(text), "'*' or a commune code of 5 digits"))],
            Limits = [.. at.List("limits").Select(ReadLimit).OrderBy(limit => limit.ValidFrom)],
            CutOff = at.Has("cutOff") ? new CutOff(at.Child("cutOff").Time("time"), at.Child("cutOff").Text("legalBasis", text => text.Length > 0, "the article that says so")) : null,
            Parts = [.. at.List("parts").Select(ReadPart)],
            LegalBasis = [.. at.List("legalBasis", isRequired: false).Select(spot => spot.Itself(text => text.Length > 0, "an article"))],
            Retention = at.Has("retention") ? new Retention(at.Child("retention").Count("years") ?? 0, at.Child("retention").Text("legalBasis", text => text.Length > 0, "the article that says so")) : null,
            ApplicationSchema = applicationSchema,
        };
        if (procedure.Limits.All(limit => limit.When is not null))
            Fault("$.limits", "Expected a legal limit for every application, but there is none without 'when'; add it with its legal basis.");
        if (procedure.Retention is { Years: 0 }) Fault("$.retention.years", "Expected at least one year, but it is none; write how many years after the end of a case its data is kept.");
        if (procedure.Localities.IsEmpty) Fault("$.localities", "Expected '*' or commune codes, but there are none; add them.");
        foreach (var twice in procedure.Parts.GroupBy(part => part.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
            Fault("$.parts", $"Expected each part once, but '{twice.Key}' is there {twice.Count()} times; rename or remove one.");
        return _faults.Count == 0 ? procedure : null;
    }

    private static ProcedureSuccessor ReadSuccessor(JsonSpot spot) =>
        new(spot.Text("code", ProcedureCode.IsValid, "a procedure code such as 3.000722"), spot.Day("validFrom"));

    private ProcedureLimit ReadLimit(JsonSpot spot)
    {
        var limit = new ProcedureLimit(
            spot.Count("workingDays") ?? 0, spot.Count("extendedWorkingDays", isRequired: false), spot.Day("validFrom"),
            spot.Text("legalBasis", text => text.Length > 0, "the article that sets the limit"), ReadCondition(spot));
        if (limit.ExtendedWorkingDays < limit.WorkingDays) Fault($"{spot.Path}.extendedWorkingDays", "Expected a longer limit than workingDays, but it is shorter; correct it.");
        return limit;
    }

    private static ProcedurePart ReadPart(JsonSpot spot) => new(
        spot.Text("key", text => text.Length is > 0 and <= 64, "a key such as birth-registration"), spot.Bilingual("name"),
        spot.Text("agency", text => text.Length > 0, "an agency code"), spot.Count("workingDays", isRequired: false), ReadCondition(spot));

    private static ApplicationCondition? ReadCondition(JsonSpot spot)
    {
        if (!spot.Has("when")) return null;
        var when = spot.Child("when");
        return new ApplicationCondition(when.Text("pointer", text => text.StartsWith('/'), "a JSON pointer into the application such as /bundle"), when.Values("equals"));
    }

    private void Fault(string path, string message) => _faults.Add(new ProcedureFault(folder, File, "procedure-form", path, message));
}
