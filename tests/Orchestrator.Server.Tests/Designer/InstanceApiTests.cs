using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Cases as Elsa Studio reads them, over HTTP.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class InstanceApiTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_found_by_its_number_and_read_as_Studio_reads_it()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var number = await portal.StartBirthAsync(301);
        await IdAsync(auditor, number);

        var instance = Assert.Single((await PostAsync(auditor, "/elsa/api/workflow-instances", new { page = 0, pageSize = 10, searchTerm = number })).GetProperty("items").EnumerateArray());
        var id = instance.GetProperty("id").GetString();
        var view = await GetAsync(auditor, $"/elsa/api/workflow-instances/{id}");
        var variables = await GetAsync(auditor, $"/elsa/api/workflow-instances/{id}/variables");
        var state = await GetAsync(auditor, $"/elsa/api/workflow-instances/{id}/execution-state");
        var report = await PostAsync(auditor, "/elsa/api/activity-executions/report", new { workflowInstanceId = id, activityNodeIds = Array.Empty<string>() });

        Assert.Equal(number, instance.GetProperty("name").GetString());
        Assert.Equal(instance.GetProperty("definitionVersionId").GetString(), view.GetProperty("workflowState").GetProperty("definitionVersionId").GetString());
        Assert.NotEqual(0, variables.GetProperty("count").GetInt32());
        Assert.Equal("Running", state.GetProperty("status").GetString());
        Assert.NotEmpty(report.GetProperty("stats").EnumerateArray());
    }

    [Fact]
    public async Task The_journal_comes_in_parts_with_its_whole_length()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var id = await IdAsync(auditor, await portal.StartBirthAsync(302));

        var whole = await PostAsync(auditor, $"/elsa/api/workflow-instances/{id}/journal?skip=0&take=1000", new { filter = (object?)null });
        var part = await PostAsync(auditor, $"/elsa/api/workflow-instances/{id}/journal?skip=2&take=3", new { });
        var faults = await PostAsync(auditor, $"/elsa/api/workflow-instances/{id}/journal?skip=0&take=10", new { filter = new { eventNames = new[] { "Faulted" } } });

        Assert.Equal(whole.GetProperty("totalCount").GetInt32(), whole.GetProperty("items").GetArrayLength());
        Assert.Equal([3, 4, 5], part.GetProperty("items").EnumerateArray().Select(record => record.GetProperty("sequence").GetInt64()));
        Assert.Equal(0, faults.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task One_run_of_an_activity_is_read_with_the_containers_around_it()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var id = await IdAsync(auditor, await portal.StartBirthAsync(303));
        var journal = await PostAsync(auditor, $"/elsa/api/workflow-instances/{id}/journal?take=1000", new { filter = new { excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" } } });
        var line = journal.GetProperty("items").EnumerateArray().First(record => record.GetProperty("eventName").GetString() == "Started");
        var (nodeId, run) = (line.GetProperty("nodeId").GetString(), line.GetProperty("activityInstanceId").GetString());

        var list = await GetAsync(auditor, $"/elsa/api/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={nodeId}");
        var summaries = await GetAsync(auditor, $"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={nodeId}");
        var one = await GetAsync(auditor, $"/elsa/api/activity-executions/by-id?id={run}");
        var stack = await GetAsync(auditor, $"/elsa/api/activity-executions/{run}/call-stack?includeCrossWorkflowChain=True&skip=0&take=10");

        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == run);
        Assert.False(summaries.GetProperty("items")[0].TryGetProperty("activityState", out _));
        Assert.Equal(nodeId, one.GetProperty("activityNodeId").GetString());
        Assert.Equal("Elsa.Workflow", stack.GetProperty("items")[0].GetProperty("activityType").GetString());
        Assert.Equal(run, stack.GetProperty("items").EnumerateArray().Last().GetProperty("id").GetString());
    }

    [Fact]
    public async Task Personal_data_is_masked_and_a_designer_sees_no_text_at_all()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        var application = Samples.Birth(304);
        var child = JsonDocument.Parse(application).RootElement.GetProperty("child").GetProperty("fullName").GetString()!;
        var number = await portal.StartBirthAsync(304);

        foreach (var role in new[] { Role.Auditor, Role.Designer })
        {
            using var client = await shared.Server.ClientAsync(role);
            var id = await IdAsync(client, number);
            string[] shown =
            [
                (await GetAsync(client, $"/elsa/api/workflow-instances/{id}")).GetRawText(), (await GetAsync(client, $"/elsa/api/workflow-instances/{id}/variables")).GetRawText(),
                (await PostAsync(client, $"/elsa/api/workflow-instances/{id}/journal?take=1000", new { })).GetRawText(),
                (await GetAsync(client, $"/elsa/api/activity-executions/list?WorkflowInstanceId={id}")).GetRawText(),
            ];
            Assert.All(shown, text => Assert.DoesNotContain(child, text, StringComparison.Ordinal));
            Assert.Equal(role == Role.Auditor, shown[0].Contains("00001", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_key_bound_to_a_locality_sees_no_case_here()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var bound = await shared.Server.ClientAsync(Role.Auditor, null, "00001");
        var number = await portal.StartBirthAsync(305);
        var id = await IdAsync(auditor, number);

        using var one = await bound.GetAsync($"/elsa/api/workflow-instances/{id}", Cancellation);

        Assert.Equal(0, (await PostAsync(bound, "/elsa/api/workflow-instances", new { searchTerm = number })).GetProperty("totalCount").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
    }

    [Theory]
    [InlineData("workflow-instances/none")]
    [InlineData("workflow-instances/01994fbc000070008000000000000001")]
    [InlineData("activity-executions/by-id?id=none")]
    public async Task What_is_not_there_is_answered_in_Elsas_form(string path)
    {
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        using var answer = await auditor.GetAsync($"/elsa/api/{path}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty((await answer.JsonAsync()).GetProperty("errors").GetProperty("generalErrors").EnumerateArray());
    }

    internal static async Task<string> IdAsync(HttpClient client, string number) => await client.SettledAsync(
        (await PostAsync(client, "/elsa/api/workflow-instances", new { searchTerm = number })).GetProperty("items")[0].GetProperty("id").GetString()!);

    internal static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancellation);
        var body = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {body}");
        return body;
    }

    internal static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Cancellation);
        var json = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {json}");
        return json;
    }
}
