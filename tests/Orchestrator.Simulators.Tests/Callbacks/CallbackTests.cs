using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Simulators.Tests;

public sealed class CallbackTests
{
    [Fact]
    public async Task An_accepted_request_is_answered_once_by_callback()
    {
        await using var agency = await Agency.StartAsync();
        await using var receiver = await CallbackReceiver.StartAsync();
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var requestId = (string?)(await Agency.ReadAsync(response))["requestId"];
        await receiver.WaitAsync();
        var answer = Assert.Single(receiver.Accepted);
        Assert.Equal(("registered", requestId), ((string?)answer["outcome"], (string?)answer["requestId"]));
        await UntilAsync(() => agency.Report().PendingCallbacks == 0);
        Assert.False(receiver.HasMore());
    }

    [Fact]
    public async Task A_callback_is_sent_again_until_it_is_received()
    {
        await using var agency = await Agency.StartAsync();
        await using var receiver = await CallbackReceiver.StartAsync(refusals: 3);
        await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        await receiver.WaitAsync();
        Assert.Equal(3, receiver.Refused);
        Assert.Single(receiver.Accepted);
    }

    [Fact]
    public async Task A_repeated_request_brings_no_second_callback_and_later_the_answer_itself()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T02:00:00Z", null));
        await using var agency = await Agency.StartAsync(options => options with { TimeProvider = time, CallbackDelay = TimeSpan.FromHours(1) });
        await using var receiver = await CallbackReceiver.StartAsync();
        await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        Assert.Equal(HttpStatusCode.Accepted, (await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url)).StatusCode);
        Assert.Equal(1, agency.Report().PendingCallbacks);
        await UntilAsync(() => Advance(time, TimeSpan.FromHours(1)) && agency.Report().PendingCallbacks == 0);
        var late = await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Equal("registered", (string?)(await Agency.ReadAsync(late))["outcome"]);
        Assert.Single(receiver.Accepted);
    }

    [Fact]
    public async Task Pending_callbacks_and_registrations_survive_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), $"simulators-{Guid.NewGuid():N}.db");
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T02:00:00Z", null));
        SimulatorOptions Adjust(SimulatorOptions options) => options with { DataPath = file, TimeProvider = time, CallbackDelay = TimeSpan.FromHours(1) };
        await using var receiver = await CallbackReceiver.StartAsync();
        try
        {
            await using (var before = await Agency.StartAsync(Adjust))
                await before.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
            Assert.Empty(receiver.Accepted);
            time.Advance(TimeSpan.FromHours(2));
            await using var after = await Agency.StartAsync(Adjust);
            await receiver.WaitAsync();
            Assert.Equal("registered", (string?)Assert.Single(receiver.Accepted)["outcome"]);
            Assert.Equal(HttpStatusCode.Conflict, (await after.SendAsync("/justice/births", Requests.Birth(), "k2")).StatusCode);
        }
        finally
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                File.Delete(file + suffix);
        }
    }

    [Fact]
    public async Task Who_asks_for_a_request_hears_processing_and_then_the_answer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T02:00:00Z", null));
        await using var agency = await Agency.StartAsync(options => options with { TimeProvider = time, CallbackDelay = TimeSpan.FromHours(1) });
        var accepted = await agency.SendAsync("/justice/births", Requests.Birth(), "k1", new Uri("http://127.0.0.1:9/nobody"));
        var path = "/justice/births/requests/" + (string?)(await Agency.ReadAsync(accepted))["requestId"];
        Assert.Equal("processing", await OutcomeAsync(agency, path));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("registered", await OutcomeAsync(agency, path));
        Assert.Equal(HttpStatusCode.NotFound, (await agency.Client.GetAsync("/justice/births/requests/none", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task At_once_means_no_callback()
    {
        await using var agency = await Agency.StartAsync(options => options with { Mode = AnswerMode.AtOnce });
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k1", new Uri("http://127.0.0.1:9/nobody"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, agency.Report().PendingCallbacks);
    }

    private static bool Advance(FakeTimeProvider time, TimeSpan by)
    {
        time.Advance(by);
        return true;
    }

    private static async Task<string?> OutcomeAsync(Agency agency, string path) =>
        (string?)(await Agency.ReadAsync(await agency.Client.GetAsync(path, TestContext.Current.CancellationToken)))["outcome"];

    // Real sockets stand between: what is waited for is a state, not a time.
    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!reached())
            await Task.Delay(5, patience.Token);
    }
}
