using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd;

/// <summary>What the README promises, over HTTP, on both stores.</summary>
public sealed class BirthAndDeathTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public Task On_sqlite_a_birth_and_a_death_go_through_all_their_agencies() => CarryAsync(null);

    [Fact]
    public async Task On_postgresql_a_birth_and_a_death_go_through_all_their_agencies()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await CarryAsync(await cluster.CreateDatabaseAsync());
    }

    [Fact]
    public async Task A_supplement_is_asked_of_the_citizen_handed_in_and_the_birth_goes_on()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        var application = (await deployment.ApplicationsAsync("birth", 11, 1))[0];
        application["child"]!["fullName"] = "Nguyễn Thiếu Hộ Tịch";
        var number = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, application, "supplement", Bound);

        JsonObject? waiting = null;
        await Eventually.TrueAsync(
            async () => (waiting = await agency.CaseAsync(number))["status"]!["key"]!.GetValue<string>() == "supplement", Bound,
            () => $"a request for a supplement, but {waiting}");
        var holder = Assert.Single(waiting!["holders"]!.AsArray())!;
        Assert.Equal("citizen", holder["kind"]!.GetValue<string>());
        Assert.True(holder["isPaused"]!.GetValue<bool>());

        using var nobody = await agency.PostAsJsonAsync($"/api/v1/cases/{number}/signals/consent", new { granted = true }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, nobody.StatusCode);
        using var handedIn = await agency.PostAsJsonAsync($"/api/v1/cases/{number}/supplements", new { documents = new[] { "GCS-2" } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, handedIn.StatusCode);

        var file = await agency.CaseWhenFinishedAsync(number, Bound);
        Assert.Equal("returned", file["status"]!["key"]!.GetValue<string>());
    }

    private static async Task CarryAsync(string? postgres)
    {
        await using var deployment = await Deployment.StartAsync(postgres);
        using var agency = deployment.ClientOf("agency");
        using var auditor = deployment.ClientOf("auditor");
        var birth = await FinishAsync(deployment, agency, "birth", CaseApi.Birth);
        AssertParts(birth, ("birth-registration", "granted"), ("personal-id", "granted"), ("residence", "granted"), ("health-insurance", "granted"));
        var death = await FinishAsync(deployment, agency, "death", CaseApi.Death);
        Assert.All(death["parts"]!.AsArray(), part => Assert.NotEqual("pending", part!["outcome"]!.GetValue<string>()));

        var history = await auditor.HistoryAsync(birth["number"]!.GetValue<string>());
        Assert.Equal("CaseStarted", history[0]["kind"]!.GetValue<string>());
        AssertBefore(history, "RegisterBirth", "RegisterResidence");
        AssertBefore(history, "RegisterBirth", "IssueHealthInsuranceCard");
        Assert.Empty((await deployment.ReportAsync()).Doubles);
    }

    private static async Task<JsonObject> FinishAsync(Deployment deployment, HttpClient agency, string kind, string procedure)
    {
        var application = (await deployment.ApplicationsAsync(kind, 7, 1))[0];
        using var first = await agency.SubmitAsync(procedure, application, kind);
        Assert.True(first.StatusCode == HttpStatusCode.Created, await first.Content.ReadAsStringAsync());
        var number = (await first.Content.ReadFromJsonAsync<JsonObject>())!["number"]!.GetValue<string>();
        using var again = await agency.SubmitAsync(procedure, application, kind);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        application["copies"] = 5;
        using var other = await agency.SubmitAsync(procedure, application, kind);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);

        var file = await agency.CaseWhenFinishedAsync(number, Bound);
        Assert.Equal("returned", file["status"]!["key"]!.GetValue<string>());
        return file;
    }

    private static void AssertParts(JsonObject file, params (string Key, string Outcome)[] expected) =>
        Assert.Equal(expected, file["parts"]!.AsArray().Select(part => (part!["key"]!.GetValue<string>(), part["outcome"]!.GetValue<string>())));

    private static void AssertBefore(IReadOnlyList<JsonObject> history, string earlier, string later)
    {
        int First(string operation) => history.Select((entry, i) => (entry, i))
            .First(one => one.entry["kind"]!.GetValue<string>() == "EffectRequested" && one.entry.ToJsonString().Contains(operation, StringComparison.Ordinal)).i;
        Assert.True(First(earlier) < First(later));
    }
}
