using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>A case followed live, as Studio follows it.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class InstanceHubTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watcher_is_told_of_new_lines_of_badges_and_of_the_end()
    {
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var number = await portal.StartBirthAsync(321);
        var id = await InstanceApiTests.IdAsync(auditor, number);
        await using var connection = await ConnectAsync(Role.Auditor);
        var (lines, badges, changes) = Listen(connection);
        await connection.SendAsync("ObserveInstanceAsync", id, Cancellation);

        // What there is already comes first, so that nothing between the page's reading and its listening is missed.
        Assert.NotEqual(0, (await NextAsync(badges)).GetProperty("stats").GetArrayLength());
        await NextAsync(lines);
        Assert.Equal(id, (await NextAsync(changes)).GetProperty("workflowInstanceId").GetString());

        using var withdrawn = await portal.PostAsJsonAsync($"/api/v1/cases/{number}/withdrawal", new { reason = "watched" }, Cancellation);
        withdrawn.EnsureSuccessStatusCode();
        await NextAsync(lines);
        await NextAsync(changes);
        var status = (await InstanceApiTests.GetAsync(auditor, $"/elsa/api/workflow-instances/{id}/execution-state")).GetProperty("status").GetString();
        while (status != "Finished")
        {
            await NextAsync(changes);
            status = (await InstanceApiTests.GetAsync(auditor, $"/elsa/api/workflow-instances/{id}/execution-state")).GetProperty("status").GetString();
        }
    }

    [Fact]
    public async Task A_case_that_the_caller_may_not_see_cannot_be_watched()
    {
        await using var connection = await ConnectAsync(Role.Auditor, "00001");
        using var portal = await shared.Server.ClientAsync(Role.Agency);
        using var auditor = await shared.Server.ClientAsync(Role.Auditor);
        var id = await InstanceApiTests.IdAsync(auditor, await portal.StartBirthAsync(322));

        foreach (var asked in new[] { id, "none", "01994fbc000070008000000000000001" })
            await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("ObserveInstanceAsync", asked, Cancellation));
    }

    [Fact]
    public async Task An_agency_cannot_connect() => await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(Role.Agency));

    private static Task<JsonElement> NextAsync(Channel<JsonElement> messages) => messages.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

    private async Task<HubConnection> ConnectAsync(Role role, params string[] localities)
    {
        var key = await shared.Server.KeyAsync(role, null, localities);
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(shared.Server.Address, "/elsa/hubs/workflow-instance"), options => options.Headers.Add("X-Api-Key", key))
            .Build();
        try
        {
            await connection.StartAsync(Cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static (Channel<JsonElement> Lines, Channel<JsonElement> Badges, Channel<JsonElement> Changes) Listen(HubConnection connection)
    {
        return (Of("WorkflowExecutionLogUpdatedAsync"), Of("ActivityExecutionLogUpdatedAsync"), Of("WorkflowInstanceUpdatedAsync"));

        Channel<JsonElement> Of(string method)
        {
            var channel = Channel.CreateUnbounded<JsonElement>();
            connection.On<JsonElement>(method, message => channel.Writer.TryWrite(message));
            return channel;
        }
    }
}
