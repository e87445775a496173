using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd.Ministry;

/// <summary>A ministry nobody has heard of joins with two files, is played by <c>orchestrator mock</c>, and its cases run to their end. No code.</summary>
public sealed class UnknownMinistryTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_ministry_nobody_has_heard_of_joins_with_its_document_and_is_called_at_once_and_with_a_callback()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-ministry-").FullName;
        var (mockPort, serverPort) = (PostgresCluster.FreePort(), PostgresCluster.FreePort());
        var document = MinistryFiles.Write(Path.Combine(folder, "workflows"), new Uri($"http://127.0.0.1:{mockPort}"));
        await using var ministry = new ProgramUnderTest("Orchestrator.Cli", mockPort, "/_control/health", ["mock", document, "--port", $"{mockPort}", "--seed", "7"], new Dictionary<string, string>(), "orchestrator");
        await ministry.StartAsync();
        await using var server = new ProgramUnderTest("Orchestrator.Server", serverPort, "/health/ready", [], new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{serverPort}",
            ["Public__BaseUrl"] = $"http://127.0.0.1:{serverPort}",
            ["Data__Path"] = Path.Combine(folder, "data"),
            ["Logs__Path"] = Path.Combine(folder, "logs"),
            ["Workflows__Path"] = Path.Combine(folder, "workflows"),
            ["Simulators__Enabled"] = "false",
        });
        await server.StartAsync();
        using var agency = Client(server, folder, "agency");
        using var auditor = Client(server, folder, "auditor");
        using var control = new HttpClient { BaseAddress = ministry.Address };

        // Looked up at once, granted by callback.
        var granted = await FinishAsync(agency, "granted", MinistryFiles.Application("Nguyễn Văn Biển"));
        Assert.Equal("returned", granted["status"]!["key"]!.GetValue<string>());
        var part = Assert.Single(granted["parts"]!.AsArray())!;
        Assert.Equal("granted", part["outcome"]!.GetValue<string>());
        var history = (await auditor.HistoryAsync(granted["number"]!.GetValue<string>())).Select(entry => entry.ToJsonString()).ToList();
        Assert.Contains(history, entry => entry.Contains("IssueLicence", StringComparison.Ordinal) && entry.Contains("ActivityStarted", StringComparison.Ordinal));
        Assert.Contains(history, entry => entry.Contains("EffectAttempted", StringComparison.Ordinal) && entry.Contains("accepted", StringComparison.Ordinal));
        Assert.Contains(history, entry => entry.Contains("callback: ", StringComparison.Ordinal));

        // The ministry loses its answer, then says no: done once all the same, and by the other port.
        await SwitchOnAsync(control, new { operation = "IssueLicence", fault = "lost-answer", count = 1 });
        await SwitchOnAsync(control, new { operation = "IssueLicence", fault = "outcome", outcome = "Denied", count = 1 });
        var denied = await FinishAsync(agency, "denied", MinistryFiles.Application("Trần Thị Sóng"));
        Assert.Equal("refused", denied["status"]!["key"]!.GetValue<string>());

        // The ministry does not know the boat.
        await SwitchOnAsync(control, new { operation = "FindBoat", fault = "outcome", outcome = "NotFound", count = 1 });
        var unknown = await FinishAsync(agency, "unknown", MinistryFiles.Application("Lê Văn Khơi"));
        Assert.Equal("refused", unknown["status"]!["key"]!.GetValue<string>());

        var report = (await control.GetFromJsonAsync<AgencyReport>("/_control/report", TestContext.Current.CancellationToken))!;
        Assert.Empty(report.Doubles);
        Assert.Equal((2, 3), (report.Registrations, report.Requests["deep-sea-fishing/FindBoat"]));
        // The lost answer is asked for again, unless its callback overtakes the question.
        Assert.InRange(report.Requests["deep-sea-fishing/IssueLicence"], 2, 3);
    }

    private static async Task<JsonObject> FinishAsync(HttpClient agency, string key, JsonObject application)
    {
        var number = await agency.SubmitUntilAnsweredAsync(MinistryFiles.Procedure, application, key, Bound);
        return await agency.CaseWhenFinishedAsync(number, Bound);
    }

    private static async Task SwitchOnAsync(HttpClient control, object fault) =>
        (await control.PostAsJsonAsync("/_control/faults", fault, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    private static HttpClient Client(ProgramUnderTest server, string folder, string role)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Add("X-Api-Key", File.ReadAllText(Path.Combine(folder, "data", "development-keys", role)).Trim());
        return client;
    }
}
