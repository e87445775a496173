using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer.Recorded;

/// <summary>
/// The same definition is sent to our server as was sent to a running Elsa 3.8 server, the same case is run, and the answers are compared by value. What differs on
/// purpose is listed with each question; anything else fails.
/// </summary>
[Collection(SharedServerCollection.Name)]
public sealed class RecordedAnswerTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_about_a_definition_and_its_case_say_what_an_Elsa_server_says()
    {
        using var client = await shared.Server.ClientAsync(Role.Administrator);
        var id = "recorded-" + Guid.NewGuid().ToString("N");
        var sent = RecordedAnswer.Of("post-def", id);
        var definition = await Designs.PublishAsync(shared.Server, client, sent["model"]!.AsObject());
        var version = definition["id"]!.GetValue<string>();
        using var run = await client.PostAsJsonAsync($"{Designs.Api}/{id}/execute", new { }, Cancellation);
        var instance = run.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        await FinishedAsync(client, instance);

        // Elsa answers when the case waits or has ended, we at once: what it does is in its journal.
        Assert.Equal(
            ["$.workflowState.activityExecutionContexts: missing", "$.workflowState.createdAt: missing", "$.workflowState.executionLogSequence: missing", "$.workflowState.finishedAt: missing",
                "$.workflowState.status: \"Running\" instead of \"Finished\"", "$.workflowState.subStatus: \"Executing\" instead of \"Finished\"", "$.workflowState.updatedAt: missing"],
            RecordedAnswer.Differences(RecordedAnswer.Of("exec", id), await run.Content.ReadFromJsonAsync<JsonNode>(Cancellation)));

        // Our mark of what a client saw (docs/decisions/0006), and a storage driver's name as the client sent it, where Elsa writes an alias.
        string[] drawn = ["$.customProperties.orchestrator:seen: more", "$.variables[].storageDriverTypeName:"];
        (string Name, string Path, object? Body, string[] Known)[] questions =
        [
            ("def", $"workflow-definitions/by-definition-id/{id}?versionOptions=Latest", null, drawn),
            ("def", $"workflow-definitions/by-id/{version}", null, drawn),

            // Sent again: it is published already.
            ("post-def-resp", "workflow-definitions", sent, [.. drawn.Select(one => one.Replace("$.", "$.workflowDefinition.", StringComparison.Ordinal)), "$.alreadyPublished: true instead of false"]),

            // Elsa gives its rows as they are stored, with the diagram as text; we give definitions.
            ("versions", $"workflow-definitions/{id}/versions", null,
                [.. drawn.Select(one => one.Replace("$.", "$[].", StringComparison.Ordinal)), "$[].stringData: missing", "$[].root: more", "$[].links: more", "$[].materializerName: missing"]),
            ("deflist2", $"workflow-definitions?DefinitionIds={id}&versionOptions=Latest", null, []),
            ("export", $"workflow-definitions/{id}/export", null, ["$.variables[].storageDriverTypeName:"]),
            ("consumers", $"workflow-definitions/{id}/consumers", null, []),
            ("uniq", "workflow-definitions/validation/is-name-unique?name=nobody-is-called-so", null, []),

            // What Elsa needs to load its engine again is in our journal instead.
            ("inst", $"workflow-instances/{instance}", null, ["$.workflowState.activityExecutionContexts:", "$.workflowState.executionLogSequence:"]),
            ("instlist", "workflow-instances", new { definitionId = id }, []),
            ("instvars", $"workflow-instances/{instance}/variables", null, []),
            ("state", $"workflow-instances/{instance}/execution-state", null, ["$.workflowSubStatus: more"]),

            // Our journal begins with 1 and says more: who acted, with what, and what came of it.
            ("journal", $"workflow-instances/{instance}/journal?skip=0&take=100", new { },
                ["$.items[].sequence:", "$.items[].activityName: more", "$.items[].activityState: more", "$.items[].message: more", "$.items[].payload: more", "$.items[].source: more"]),

            // An activity is scheduled by the container that holds it, not by the one drawn before it.
            ("execlist", $"activity-executions/list?WorkflowInstanceId={instance}", null,
                ["$.items[].activityName: more", "$.items[].payload: more", "$.items[].properties.FlowScope: missing", "$.items[].callStackDepth:", "$.items[].schedulingActivityId:"]),
            ("summ", $"activity-execution-summaries/list?WorkflowInstanceId={instance}", null, ["$.items[].activityName: more"]),
            ("report", "activity-executions/report", new { workflowInstanceId = instance, activityNodeIds = new[] { "Workflow1:Flowchart1:WriteLine1" } }, []),
        ];
        var wrong = new List<string>();
        foreach (var (name, path, body, known) in questions) wrong.AddRange((await AskAsync(client, name, path, body, id, known)).Select(difference => $"{name} {difference}"));
        Assert.Equal("", string.Join("\n", wrong));
    }

    /// <summary>Descriptions are ours, because they say what this server does. Types that only .NET code can make, and its delegates, are not offered.</summary>
    [Theory]
    [InlineData("activation", "workflow-activation-strategies")]
    [InlineData("incident", "incident-strategies")]
    [InlineData("logp", "log-persistence-strategies")]
    [InlineData("commit-wf", "commit-strategies/workflows")]
    [InlineData("commit-act", "commit-strategies/activities")]
    [InlineData("storage-drivers", "storage-drivers")]
    [InlineData("outconv", "output-converters")]
    [InlineData("variables", "variables", "$.count: more", "$.items[Elsa.", "$.items[Microsoft.AspNetCore.", "$.items[System.Net.Http.", "$.items[Stream]: missing")]
    [InlineData("expression-descriptors", "expression-descriptors", "$.count: 7 instead of 8", "$.items[Delegate]: missing")]
    public async Task Lists_to_choose_from_say_what_an_Elsa_server_says(string name, string path, params string[] known)
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        Assert.Equal("", string.Join("\n", await AskAsync(client, name, $"descriptors/{path}", null, RecordedAnswer.DefinitionId, [.. known, "$.items[].description:"])));
    }

    /// <summary>What a file needs to mean the same: names, versions, ports, inputs, outputs, values when nothing is given. Texts and the order in a panel are ours.</summary>
    [Fact]
    public async Task Activities_of_Elsa_are_described_as_an_Elsa_server_describes_them()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var ours = (await Designs.GetAsync(client, "/elsa/api/descriptors/activities"))["items"]!.AsArray().ToLookup(Type);
        string[] ownWords = ["displayName:", "description", "order:", "category: missing", "isSerializable", "clrType: missing", "customProperties.Type: missing"];

        // Names of .NET types where a file has none; editors of Studio that need .NET; choices that have two names in .NET.
        string[] known =
        [
            "$.inputs[UnregisteredClrType:", "$.inputs[].typeName:", "$.inputs[SwitchCase[]]: more", "$.inputs[FlowSwitchCase[]]: more", "$.inputs[SwitchMode]: more", "$.inputs[ForkJoinMode]: more",
            "$.inputs[Variable]: more", "$.inputs[].uiHint: \"singleline\" instead of \"dropdown\"", "$.inputs[].uiSpecifications.code-editor: missing", "$.inputs[].uiSpecifications.dropdown",
            "$.inputs[].uiSpecifications.checklist: missing", "$.inputs[].uiSpecifications.singleline: missing", "$.inputs[].uiSpecifications.Refresh: missing",
        ];
        string[] alone =
        [
            // Refused with what to use instead.
            "Elsa.RunCSharp: missing", "Elsa.Inline: missing", "Elsa.DownloadHttpFile: missing", "Elsa.WriteFileHttpResponse: missing",

            // Stand in Elsa's list for activities that a .NET program adds; ours are there under their own names.
            "Elsa.Workflows.Activities.DynamicActivity: missing", "Elsa.Workflows.Management.Activities.HostMethod.HostMethodActivity: missing",
            "Elsa.Workflows.Management.Activities.WorkflowDefinitionActivity.WorkflowDefinitionActivity: missing",

            // Can be drawn here.
            "Elsa.Fork $.isBrowsable: true instead of false", "Elsa.Flowchart $.isBrowsable: true instead of false", "Elsa.Parallel $.isBrowsable: true instead of false",
            "Elsa.Sequence $.isBrowsable: true instead of false",

            // Evaluated by the activity itself, when it needs them.
            "Elsa.SendHttpRequest $.inputs[].autoEvaluate: false instead of true", "Elsa.FlowJoin $.inputs[].autoEvaluate: false instead of true",
            "Elsa.HttpEndpoint $.inputs[].autoEvaluate: false instead of true", "Elsa.RunJavaScript $.inputs[].autoEvaluate: false instead of true",

            // Elsa has the value in its code.
            "Elsa.For $.inputs[].defaultValue: more",
        ];
        var differences = new List<string>();
        foreach (var recorded in RecordedAnswer.Of("activities", RecordedAnswer.DefinitionId)["items"]!.AsArray())
        {
            differences.AddRange(ours[Type(recorded)].SingleOrDefault() is { } own
                ? RecordedAnswer.Differences(recorded, own)
                    .Where(difference => !ownWords.Any(word => difference[(difference.LastIndexOf("].", StringComparison.Ordinal) + 2)..].TrimStart('$', '.').StartsWith(word, StringComparison.Ordinal))
                        && !known.Any(one => difference.StartsWith(one, StringComparison.Ordinal)))
                    .Select(difference => $"{Type(recorded)} {difference}")
                : [$"{Type(recorded)}: missing"]);
        }

        Assert.Equal(alone.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Features_that_both_have_are_told_alike_and_each_of_ours_switches_something_on()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var (recorded, ours) = (RecordedAnswer.Of("features", RecordedAnswer.DefinitionId)["items"]!.AsArray(), (await Designs.GetAsync(client, "/elsa/api/features/installed"))["items"]!.AsArray());
        var both = ours.Where(one => recorded.Any(other => Name(other) == Name(one))).ToArray();

        Assert.Equal(["Elsa.Alterations", "Elsa.Alterations.ShellFeatures.Alterations", "Elsa.RealTimeWorkflowUpdates", "Elsa.Resilience"], ours.Select(Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Elsa.RealTimeWorkflowUpdates", "Elsa.Resilience"], both.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(both, one => Assert.All(
            RecordedAnswer.Differences(recorded.Single(other => Name(other) == Name(one)), one), difference => Assert.StartsWith("$.description:", difference, StringComparison.Ordinal)));
    }

    private static string Type(JsonNode? descriptor) => descriptor!["typeName"]!.GetValue<string>();

    private static string Name(JsonNode? feature) => feature!["fullName"]!.GetValue<string>();

    private static async Task<IReadOnlyList<string>> AskAsync(HttpClient client, string name, string path, object? body, string definitionId, string[] known)
    {
        using var answer = body is null ? await client.GetAsync($"/elsa/api/{path}", Cancellation) : await client.PostAsJsonAsync($"/elsa/api/{path}", body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return [.. RecordedAnswer.Differences(RecordedAnswer.Of(name, definitionId), JsonNode.Parse(text)).Where(difference => !known.Any(one => difference.StartsWith(one, StringComparison.Ordinal)))];
    }

    private static async Task FinishedAsync(HttpClient client, string instance)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while ((await Designs.GetAsync(client, $"/elsa/api/workflow-instances/{instance}/execution-state"))["status"]!.GetValue<string>() != "Finished") await looks.WaitForNextTickAsync(patience.Token);
    }
}
