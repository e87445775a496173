using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Comparison;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Designer.Publishing;

/// <summary>
/// What a version must bring to be published: it runs, the linter finds no error, somebody accepts its warnings with a note, and it has author, change note,
/// legal basis and validity date.
/// </summary>
internal sealed class PublishGate(IDefinitionLibrary library, DefinitionFindings findings, ProcedureCatalog procedures, TimeProvider clock)
{
    private static readonly TimeZoneInfo Vietnam = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>Publishes a version as it was seen, or says everything that is missing.</summary>
    public async Task<GateOutcome> PublishAsync(DefinitionVersion seen, PublicationForm form, DesignerCaller caller, CancellationToken cancellationToken)
    {
        if (await library.ReadAsync(seen.VersionId, cancellationToken) is not { } stored || stored.Version.Revision != seen.Revision)
            return new GateOutcome.Refused([DesignerTexts.Text("publish.overtaken")]);
        if (stored.Version.IsPublished) return new GateOutcome.Passed(stored.Version, IsAlready: true);

        var found = findings.Of(stored);
        var errors = found.Where(finding => finding.Severity == LintSeverity.Error).Select(Line).ToArray();
        if (errors.Length > 0) return new GateOutcome.Refused(errors);

        var former = (await library.HistoryAsync(seen.DefinitionId, cancellationToken)).FirstOrDefault(version => version.IsPublished);
        var legalBasis = Written(form.LegalBasis) ?? former?.Publication?.LegalBasis ?? LegalBasisOfProcedure(seen.DefinitionId);
        var warnings = found.Count(finding => finding.Severity == LintSeverity.Warning);
        var missing = new List<string>();
        if (warnings > 0 && Written(form.ChangeNote) is null)
        {
            missing.Add(DesignerTexts.Format("publish.note", warnings, PageOf(seen.DefinitionId)));
            missing.AddRange(found.Where(finding => finding.Severity == LintSeverity.Warning).Select(Line));
        }

        if (legalBasis is null) missing.Add(DesignerTexts.Format("publish.legal-basis", PageOf(seen.DefinitionId)));
        if (missing.Count > 0) return new GateOutcome.Refused(missing);

        var note = Written(form.ChangeNote) ?? await SummaryAsync(stored, former, cancellationToken);
        var now = clock.GetUtcNow();
        var publication = new Publication(caller.Name, note, legalBasis, StartOf(form.ValidFrom, now), now);
        return await library.PublishAsync(stored.Version, publication, cancellationToken) switch
        {
            PublishOutcome.Published done => new GateOutcome.Passed(done.Version, IsAlready: false),
            PublishOutcome.AlreadyPublished same => new GateOutcome.Passed(same.Version, IsAlready: true),
            PublishOutcome.Refused refused => new GateOutcome.Refused([.. refused.Faults.Select(fault => $"{fault.Message} ({fault.Path})")]),
            _ => new GateOutcome.Refused([DesignerTexts.Text("publish.overtaken")]),
        };
    }

    /// <summary>The page where what Studio has no field for is given.</summary>
    public static string PageOf(string definitionId) => $"/designer/publish/{Uri.EscapeDataString(definitionId)}";

    /// <summary>The legal bases of the procedure that the definition carries, or null.</summary>
    public string? LegalBasisOfProcedure(string definitionId) =>
        procedures.FindByDefinition(definitionId) is { LegalBasis.IsEmpty: false } procedure ? string.Join("; ", procedure.LegalBasis) : null;

    private async Task<string> SummaryAsync(StoredDefinition stored, DefinitionVersion? former, CancellationToken cancellationToken)
    {
        if (former is null || await library.ReadAsync(former.VersionId, cancellationToken) is not { } before
            || DefinitionReader.Read(before.Json) is not DefinitionReading.Read { Definition: var old }
            || DefinitionReader.Read(stored.Json) is not DefinitionReading.Read { Definition: var now })
            return DesignerTexts.Text("publish.first");
        return DesignerTexts.Format("publish.summary", former.Version, DifferenceSummary.Of(DefinitionDifference.Between(old, now)));
    }

    private static DateTimeOffset StartOf(DateOnly? day, DateTimeOffset now)
    {
        var first = (day ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Vietnam).DateTime)).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(first, Vietnam.GetUtcOffset(first));
    }

    private static string Line(LintFinding finding) => finding.Activity is null ? DefinitionFindings.TextOf(finding) : $"{finding.Activity}: {DefinitionFindings.TextOf(finding)}";

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
