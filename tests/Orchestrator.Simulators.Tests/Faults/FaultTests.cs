using System.Net;
using System.Net.Http.Json;

namespace Orchestrator.Simulators.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData("down", 503)]
    [InlineData("error500", 500)]
    [InlineData("not-yet", 425)]
    public async Task A_fault_of_the_transport_does_no_work_and_goes_away_with_its_count(string fault, int status)
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", fault, count: 1);
        Assert.Equal(status, (int)(await agency.SendAsync("/justice/births", Requests.Birth(), "k1")).StatusCode);
        Assert.Equal(0, agency.Report().Registrations);
        Assert.Equal(HttpStatusCode.OK, (await agency.SendAsync("/justice/births", Requests.Birth(), "k1")).StatusCode);
    }

    [Theory]
    [InlineData("justice", "/justice/births", "refuse", "refused")]
    [InlineData("justice", "/justice/births", "supplement", "supplement")]
    [InlineData("justice", "/justice/births", "suspected-duplicate", "suspected-duplicate")]
    [InlineData("public-security", "/public-security/residences", "no-residence", "no-residence")]
    public async Task A_fault_of_the_outcome_registers_nothing(string code, string path, string fault, string outcome)
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync(code, null, fault);
        var body = code == "justice" ? Requests.Birth() : Requests.Residence();
        Assert.Equal(outcome, (string?)(await agency.AnswerAsync(path, body, "k1"))["outcome"]);
        Assert.Equal(0, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_lost_answer_did_the_work_and_the_same_key_finds_it()
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "lost-answer", count: 1);
        await Assert.ThrowsAsync<HttpRequestException>(() => agency.SendAsync("/justice/births", Requests.Birth(), "k1"));
        Assert.Equal(1, agency.Report().Registrations);
        Assert.Equal("registered", (string?)(await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1"))["outcome"]);
        Assert.Equal(1, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_malformed_answer_is_no_json()
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "malformed", count: 1);
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("<html>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_agency_answers_when_its_time_has_come()
    {
        var time = new WatchedClock();
        await using var agency = await Agency.StartAsync(options => options with { TimeProvider = time });
        await agency.SwitchOnAsync("justice", "RegisterBirth", "slow", delayMs: 90_000);
        var answer = agency.SendAsync("/justice/births", Requests.Birth(), "k1");
        await time.WaitedForAsync(TimeSpan.FromSeconds(90));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task A_duplicate_callback_comes_twice()
    {
        await using var agency = await Agency.StartAsync();
        await using var receiver = await CallbackReceiver.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "duplicate-callback");
        await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        await receiver.WaitAsync(2);
        Assert.Single(receiver.Accepted.Select(answer => answer.ToJsonString()).Distinct());
        Assert.Equal(1, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_late_callback_waits_for_its_time()
    {
        var time = new WatchedClock();
        await using var agency = await Agency.StartAsync(options => options with { TimeProvider = time });
        await using var receiver = await CallbackReceiver.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "late-callback", delayMs: 3_600_000);
        await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        await time.WaitedForAsync(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, agency.Report().PendingCallbacks);
        Assert.Empty(receiver.Accepted);
        time.Advance(TimeSpan.FromMinutes(1));
        await receiver.WaitAsync();
    }

    [Fact]
    public async Task A_fault_strikes_its_agency_only_and_can_be_switched_off()
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", null, "down");
        Assert.Equal("registered", (string?)(await agency.AnswerAsync("/public-security/residences", Requests.Residence()))["outcome"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await agency.SendAsync("/justice/births", Requests.Birth())).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await agency.Client.DeleteAsync("/_control/faults", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await agency.SendAsync("/justice/births", Requests.Birth())).StatusCode);
    }

    [Theory]
    [InlineData("nobody", null, 1)]
    [InlineData("justice", "PayFuneralCost", 1)]
    [InlineData("justice", null, 0)]
    public async Task A_fault_that_cannot_strike_is_refused(string code, string? operation, int count)
    {
        await using var agency = await Agency.StartAsync();
        var response = await agency.Client.PostAsJsonAsync("/_control/faults", new { agency = code, operation, fault = "down", count }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
