using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Files = Orchestrator.Cases.Scenarios.ProcedureFiles;

namespace Orchestrator.Cases.Tests.Scenarios;

public sealed class ScenarioTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Supplied = """
        {
          "name": { "vi": "Bổ sung", "en": "Supplement" },
          "application": { "requester": { "fullName": "A" } },
          "receivedAt": "2026-02-12T10:00:00+07:00",
          "script": [
            { "at": "Ask", "signal": "supplement", "payload": { "scan": "x" }, "after": "P1D" },
            { "at": "Check", "answer": { "outcome": "good" } }
          ],
          "expected": {
            "statuses": ["received", "supplement", "received", "result", "returned"],
            "path": ["Root", "Start", "Receive", "Ask", "Check", "Extend", "Result", "Return", "End"],
            "skipped": ["Refuse"],
            "parts": {}
          }
        }
        """;

    [Fact]
    public async Task A_scenario_runs_on_a_virtual_clock_to_its_end()
    {
        var result = await PlayAsync(Supplied);

        Assert.True(result.Differences.Count == 0, string.Join("\n", result.Differences));
        Assert.Equal(new DateTimeOffset(2026, 2, 13, 10, 1, 0, TimeSpan.FromHours(7)), result.Run.Now);
        Assert.Equal("G22.99.92-260212-0001", result.Run.State.Started.CorrelationId);
        Assert.Equal(CaseStateJson.Serialize(result.Run.State), CaseStateJson.Serialize(result.Run.Replay()));
    }

    [Fact]
    public async Task A_deadline_moves_the_clock_over_the_holidays_of_the_calendar()
    {
        var result = await PlayAsync(Supplied.Replace("""{ "at": "Ask", "signal": "supplement", "payload": { "scan": "x" }, "after": "P1D" },""", """{ "at": "Ask", "deadline": true }""", StringComparison.Ordinal)
            .Replace("""{ "at": "Check", "answer": { "outcome": "good" } }""", "", StringComparison.Ordinal));

        // Tet lies between: the same moment as a real case waits for, see SupplementFlowTests.
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(7)), result.Run.Now);
        Assert.Equal(["path-differ", "skipped-differ", "statuses-differ"], result.Differences.Select(difference => difference.Code).Order());
    }

    [Theory]
    [InlineData("\"path\": [\"Root\",", "\"path\": [", "path-differ")]
    [InlineData("\"parts\": {}", "\"parts\": { \"registration\": \"granted\" }", "parts-differ")]
    [InlineData("\"skipped\": [\"Refuse\"]", "\"visited\": [\"Refuse\"]", "visited-differ")]
    [InlineData("\"skipped\": [\"Refuse\"]", "\"outputs\": { \"Number\": \"7\" }", "outputs-differ")]
    [InlineData("\"skipped\": [\"Refuse\"]", "\"outcome\": \"granted\"", "outcome-differ")]
    [InlineData("\"skipped\": [\"Refuse\"]", "\"incidents\": [\"agency-invalid\"]", "incidents-differ")]
    [InlineData("\"at\": \"Check\"", "\"at\": \"Refuse\"", "step-impossible")]
    [InlineData("\"answer\": { \"outcome\": \"good\" }", "\"reply\": \"Done\"", "step-impossible")]
    [InlineData("{ \"at\": \"Check\", \"answer\": { \"outcome\": \"good\" } }", "{ \"at\": \"Check\", \"deadline\": true }", "step-impossible")]
    public async Task What_is_not_as_expected_is_said(string good, string bad, string code)
    {
        Assert.Contains(good, Supplied, StringComparison.Ordinal);
        var difference = Assert.Single((await PlayAsync(Supplied.Replace(good, bad, StringComparison.Ordinal))).Differences);
        Assert.Equal(code, difference.Code);
        Assert.StartsWith("Expected ", difference.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_stops_on_the_way_has_not_ended()
    {
        var result = await PlayAsync("""{ "name": { "vi": "a", "en": "a" }, "application": { "requester": { "fullName": "A" } }, "script": [], "expected": {} }""");
        Assert.Equal("not-ended", Assert.Single(result.Differences).Code);
    }

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("null", "$")]
    [InlineData("""{ "name": { "vi": "a", "en": "a" }, "application": {}, "script": [{ "at": "Ask", "replay": "Done" }], "expected": {} }""", "$.script[0].replay")]
    public void A_file_that_is_no_scenario_is_refused_at_its_spot(string json, string path)
    {
        var bad = Assert.IsType<ScenarioReading.Bad>(ScenarioReading.Of(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(path, bad.Path);
    }

    [Fact]
    public async Task Faults_of_a_folder_are_told_with_their_file()
    {
        var folder = await FolderAsync(Supplied.Replace("\"fullName\": \"A\"", "\"fullName\": \"\"", StringComparison.Ordinal));
        var (files, faults) = await Files.ReadAsync(folder, Compiler, TestContext.Current.CancellationToken);

        Assert.Null(files);
        var fault = Assert.Single(faults);
        Assert.Equal(("scenarios/it.json", "$.application.requester.fullName", "too-short"), (fault.File, fault.Path, fault.Code));
    }

    private WorkflowCompiler Compiler => shared.Host.Get<WorkflowCompiler>();

    private async Task<ScenarioResult> PlayAsync(string scenario)
    {
        var (files, faults) = await Files.ReadAsync(await FolderAsync(scenario), Compiler, TestContext.Current.CancellationToken);
        Assert.Empty(faults);
        return shared.Host.Get<ScenarioPlayer>().Play(files!.Workflow, files.Procedure, files.Scenarios["it"]);
    }

    private static async Task<string> FolderAsync(string scenario)
    {
        var root = Directory.CreateTempSubdirectory("orchestrator-scenarios-").FullName;
        ProcedureFiles.Write(root);
        var folder = Path.Combine(root, "procedures", "supplement");
        Directory.CreateDirectory(Path.Combine(folder, "scenarios"));
        await File.WriteAllTextAsync(Path.Combine(folder, "scenarios", "it.json"), scenario, TestContext.Current.CancellationToken);
        return folder;
    }
}
