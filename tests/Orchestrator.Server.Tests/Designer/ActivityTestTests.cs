using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>What the editor asks beside saving: a test of one activity, and what a script can name.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class ActivityTestTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agencys_operation_is_tested_against_its_document()
    {
        using var designer = await shared.Server.ClientAsync(Role.Designer);

        var view = await InstanceApiTests.PostAsync(designer, "/elsa/api/tests/activities", new
        {
            workflowDefinitionHandle = new { definitionVersionId = "birth:1" },
            activityHandle = new { activityNodeId = "Workflow1:Flowchart1:Receive" },
        });

        Assert.Equal("Completed", view.GetProperty("status").GetString());
        Assert.Equal(["Done"], view.GetProperty("payload").GetProperty("Outcomes").EnumerateArray().Select(port => port.GetString()));
        Assert.Equal(JsonValueKind.Object, view.GetProperty("activityState").ValueKind);
    }

    [Theory]
    [InlineData("none", "Receive")]
    [InlineData("birth:1", "None")]
    public async Task What_is_not_there_cannot_be_tested(string version, string activity)
    {
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        using var answer = await designer.PostAsJsonAsync(
            "/elsa/api/tests/activities", new { workflowDefinitionHandle = new { definitionVersionId = version }, activityHandle = new { activityId = activity } }, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Scripts_of_a_definition_are_completed_with_its_own_variables()
    {
        using var designer = await shared.Server.ClientAsync(Role.Designer);
        using var answer = await designer.PostAsJsonAsync(
            "/elsa/api/scripting/javascript/type-definitions/birth", new { workflowDefinitionId = "birth", activityTypeName = "Elsa.FlowDecision", propertyName = "Condition" }, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("application/x-typescript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("declare const variables: WorkflowVariables;", text, StringComparison.Ordinal);
        Assert.Contains("getOutputFrom(activity: \"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_is_changed_by_hand_with_a_reason_and_cannot_be_deleted()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var administrator = await shared.Server.ClientAsync(Role.Administrator);
        var number = await portal.StartBirthAsync(331);
        var id = await InstanceApiTests.IdAsync(administrator, number);

        var ran = await InstanceApiTests.PostAsync(administrator, "/elsa/api/alterations/run", new
        {
            alterations = new object[] { new { type = "ModifyVariable", variableId = "NoSuchVariable", value = 1 } },
            workflowInstanceIds = new[] { id },
        });
        var none = await InstanceApiTests.PostAsync(administrator, "/elsa/api/alterations/dry-run", new { });
        var submitted = await InstanceApiTests.PostAsync(administrator, "/elsa/api/alterations/submit", new
        {
            alterations = new object[] { new { type = "Cancel" } },
            filter = new { workflowInstanceIds = new[] { id } },
            reason = "Sent twice",
        });
        var plan = await InstanceApiTests.GetAsync(administrator, $"/elsa/api/alterations/{submitted.GetProperty("planId").GetString()}");
        using var deleted = await administrator.DeleteAsync($"/elsa/api/workflow-instances/{id}", Cancellation);
        using var unknown = await administrator.PostAsJsonAsync("/elsa/api/alterations/submit", new
        {
            alterations = new object[] { new { type = "Cancel" } },
            filter = new { emptyFilterSelectsAll = true, activityFilters = new[] { new { name = "x" } } },
        }, Cancellation);
        var history = await InstanceApiTests.GetAsync(administrator, $"/api/v1/cases/{number}/history?limit=1000");

        Assert.False(ran.GetProperty("results")[0].GetProperty("isSuccessful").GetBoolean());
        Assert.Equal("unknown-variable", ran.GetProperty("results")[0].GetProperty("log").GetProperty("logEntries")[0].GetProperty("eventName").GetString());
        Assert.Equal(0, none.GetProperty("workflowInstanceIds").GetArrayLength());
        Assert.Equal("Completed", plan.GetProperty("jobs")[0].GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        var entry = history.GetProperty("items").EnumerateArray().First(one => one.GetRawText().Contains("Sent twice", StringComparison.Ordinal));
        Assert.Equal("administrator:test-Administrator", entry.GetProperty("actor").GetString());
        Assert.Equal("Finished", (await InstanceApiTests.GetAsync(administrator, $"/elsa/api/workflow-instances/{id}/execution-state")).GetProperty("status").GetString());
    }
}
