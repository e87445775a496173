using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Validation;

/// <summary>Writes findings: text for people, JSON for scripts, SARIF 2.1.0 for code hosts.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string format, IReadOnlyList<FileFinding> findings, int files, TextWriter output)
    {
        switch (format)
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(new { files, findings = findings.Select(Entry) }, Options));
                break;
            case "sarif":
                output.WriteLine(JsonSerializer.Serialize(Sarif(findings), Options));
                break;
            default:
                foreach (var (file, finding) in findings)
                {
                    output.WriteLine($"{file} {finding.Path}\n  {Word(finding.Severity)} {finding.Rule}: {finding.Message}");
                }

                output.WriteLine($"{files} definitions, {findings.Count(f => f.Finding.Severity == LintSeverity.Error)} errors, {findings.Count(f => f.Finding.Severity == LintSeverity.Warning)} warnings");
                break;
        }
    }

    private static object Entry(FileFinding entry) => new
    {
        file = entry.File,
        rule = entry.Finding.Rule,
        severity = Word(entry.Finding.Severity),
        path = entry.Finding.Path,
        activity = entry.Finding.Activity,
        activityId = entry.Finding.ActivityId,
        message = new { en = entry.Finding.Message, vi = entry.Finding.MessageVi },
    };

    private static Dictionary<string, object> Sarif(IReadOnlyList<FileFinding> findings) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new[]
        {
            new
            {
                tool = new
                {
                    driver = new
                    {
                        name = "orchestrator",
                        rules = findings.Select(entry => entry.Finding.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                            .Select(rule => new { id = rule, shortDescription = new { text = WorkflowLinter.Summaries.GetValueOrDefault(rule, "Keeps the definition from running.") } }),
                    },
                },
                results = findings.Select(entry => new
                {
                    ruleId = entry.Finding.Rule,
                    level = entry.Finding.Severity switch { LintSeverity.Error => "error", LintSeverity.Warning => "warning", _ => "note" },
                    message = new { text = entry.Finding.Message },
                    properties = new { messageVi = entry.Finding.MessageVi },
                    locations = new[]
                    {
                        new
                        {
                            physicalLocation = new { artifactLocation = new { uri = Uri.EscapeDataString(entry.File).Replace("%2F", "/", StringComparison.Ordinal) }, region = new { startLine = 1 } },
                            logicalLocations = new[] { new { fullyQualifiedName = entry.Finding.Path, kind = "element" } },
                        },
                    },
                }),
            },
        },
    };

    private static string Word(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "information",
    };
}
