using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;
using Orchestrator.TestKit;

namespace Orchestrator.Server.Tests.Api;

public sealed class ErasureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_persons_erase_a_case_over_the_API_and_nothing_of_the_family_is_left_in_database_files_logs_and_exports()
    {
        await using var server = await TestServer.StartAsync();
        using var portal = await server.ClientAsync(Role.Agency);
        using var officer = await server.ClientAsync(Role.Officer);
        using var administrator = await server.ClientAsync(Role.Administrator);
        using var auditor = await server.ClientAsync(Role.Auditor);
        var application = Samples.Birth(4711);
        using var receipt = await portal.SubmitAsync(application);
        var number = (await receipt.JsonAsync()).GetProperty("number").GetString()!;
        using (var early = await officer.PostAsJsonAsync($"/api/v1/cases/{number}/erasure", new { basis = "Article 16" }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.Created, early.StatusCode);
            using var refused = await administrator.PostAsync($"/api/v1/erasures/{await IdAsync(early)}/approval", null, Cancellation);
            Assert.Equal("case-runs", (await refused.ProblemAsync(409, "command-rejected")).GetProperty("errors")[0].GetProperty("code").GetString());
        }

        using (var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "enough" }, Cancellation))
            Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        using var again = await officer.PostAsJsonAsync($"/api/v1/cases/{number}/erasure", new { basis = "Article 16" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var id = await IdAsync(again);
        using (var same = await officer.PostAsync($"/api/v1/erasures/{id}/approval", null, Cancellation))
            await same.ProblemAsync(409, "second-person-required");
        using (var done = await administrator.PostAsync($"/api/v1/erasures/{id}/approval", null, Cancellation))
        {
            var erasure = await done.JsonAsync();
            Assert.Equal(("done", "officer:test-Officer"), (erasure.GetProperty("state").GetString(), erasure.GetProperty("proposedBy").GetString()));
        }

        using var file = await auditor.GetAsync($"/api/v1/cases/{number}", Cancellation);
        Assert.NotEqual(JsonValueKind.Null, (await file.JsonAsync()).GetProperty("erasedAt").ValueKind);
        var texts = new List<string>();
        foreach (var path in (string[])[$"cases/{number}", $"cases/{number}/history?limit=1000", $"cases/{number}/reads", "audit/export", "audit/export?unmask=true&purpose=court",
            "audit/exports?format=csv", "audit/exports?format=xes", "audit/exports?format=ocel", $"audit/cases/{number}/export"])
        {
            using var answer = await auditor.GetAsync($"/api/v1/{path}", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            texts.Add(await answer.Content.ReadAsStringAsync(Cancellation));
        }

        var persons = Persons(JsonElement.Parse(application)).Distinct().ToList();
        Assert.True(persons.Count >= 4, string.Join(", ", persons));
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Data, "orchestrator.db")};Pooling=false");
        await connection.OpenAsync(Cancellation);
        foreach (var person in persons)
        {
            Assert.DoesNotContain(texts, text => text.Contains(person, StringComparison.Ordinal));
            Assert.Empty(await PlaintextScan.TablesAsync(connection, person, Cancellation));
            Assert.Empty(PlaintextScan.Files(server.Data, person));
            Assert.Empty(PlaintextScan.Files(server.Logs, person));
        }

        using var gone = await officer.PostAsJsonAsync($"/api/v1/cases/{number}/erasure", new { basis = "Article 16" }, Cancellation);
        await gone.ProblemAsync(410, "case-erased");
        using var list = await auditor.GetAsync("/api/v1/erasures?open=false", Cancellation);
        Assert.Equal(id, Assert.Single((await list.JsonAsync()).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }

    private static async Task<string> IdAsync(HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("id").GetString()!;

    /// <summary>Names and personal numbers of an application.</summary>
    private static IEnumerable<string> Persons(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member =>
            member.Name is "fullName" or "personalId" && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : Persons(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Persons),
        _ => [],
    };
}
