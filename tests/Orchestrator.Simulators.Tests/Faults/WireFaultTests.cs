using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Callbacks;

namespace Orchestrator.Simulators.Tests;

public sealed class WireFaultTests
{
    [Fact]
    public async Task Too_many_requests_says_how_long_to_wait_and_does_no_work()
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "error429", count: 1, delayMs: 7_500);
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k1");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(8)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
        Assert.Equal(0, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_mismatch_keeps_the_outcome_and_spoils_another_member_and_the_same_key_finds_the_right_answer()
    {
        await using var agency = await Agency.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "mismatch", count: 1);
        var spoilt = await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");

        Assert.Equal("registered", (string?)spoilt["outcome"]);
        Assert.IsType<JsonObject>(spoilt["registerNumber"]);
        Assert.IsAssignableFrom<JsonValue>((await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1"))["registerNumber"]);
        Assert.Equal(1, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_mismatched_callback_comes_right_when_it_is_refused()
    {
        await using var agency = await Agency.StartAsync();
        await using var receiver = await CallbackReceiver.StartAsync(refusals: 1);
        await agency.SwitchOnAsync("justice", "RegisterBirth", "mismatch", count: 1);
        await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);
        await receiver.WaitAsync();

        Assert.Equal(1, receiver.Refused);
        Assert.IsAssignableFrom<JsonValue>(Assert.Single(receiver.Accepted)["registerNumber"]);
    }

    [Fact]
    public async Task An_early_callback_is_there_before_the_request_is_answered()
    {
        await using var agency = await Agency.StartAsync(options => options with { CallbackDelay = TimeSpan.FromHours(1) });
        await using var receiver = await CallbackReceiver.StartAsync();
        await agency.SwitchOnAsync("justice", "RegisterBirth", "early-callback", count: 1);
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k1", receiver.Url);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(receiver.Accepted);
    }

    [Fact]
    public void A_signature_covers_time_and_body()
    {
        using var request = new HttpRequestMessage();
        CallbackSignature.Sign(request, """{"a":1}""", "secret", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

        Assert.Equal("1800000000", Assert.Single(request.Headers.GetValues("X-Timestamp")));
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.UTF8.GetBytes("1800000000.{\"a\":1}"));
        Assert.Equal("sha256=" + Convert.ToHexStringLower(expected), Assert.Single(request.Headers.GetValues("X-Signature")));
    }
}
