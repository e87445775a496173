using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Callbacks;

public sealed class AsynchronousCallTests
{
    private const string Registered = """{"outcome":"registered","entryNumber":"12"}""";

    private static async Task<AgencyHost> AcceptingAsync()
    {
        var host = await AgencyHost.StartAsync();
        host.Ministry.Answer = (request, context) => request.Method == "GET"
            ? MinistryServer.ReplyAsync(context, 202, "{}") : MinistryServer.ReplyAsync(context, 202, """{"requestId":"r/1"}""");
        return host;
    }

    private static string TokenOf(AgencyHost host) => host.Ministry.Requests.First().CallbackToken;

    [Fact]
    public async Task A_callback_brings_the_final_answer()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        Assert.Equal("accepted", (await host.Runtime.NextAsync<RecordAttempt>()).Attempt.Class);

        Assert.IsType<CallbackOutcome.Applied>(await host.CallBackAsync(TokenOf(host), Registered));

        var complete = await host.Runtime.NextAsync<CompleteEffect>();
        Assert.Equal(("Registered", 2, null), (complete.Outcome, complete.Attempt!.Number, complete.Attempt.Status));
        Assert.Equal("12", complete.Outputs!.Value.GetProperty("EntryNumber").GetString());
    }

    [Fact]
    public async Task A_repeated_callback_is_a_success_and_applied_once()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();

        Assert.IsType<CallbackOutcome.Applied>(await host.CallBackAsync(TokenOf(host), Registered));
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await host.CallBackAsync(TokenOf(host), Registered));
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await host.CallBackAsync(TokenOf(host), """{"outcome":"refused"}"""));

        await host.Runtime.NextAsync<CompleteEffect>();
        Assert.True(host.Runtime.HasNoMoreCommands);
    }

    [Fact]
    public async Task A_callback_that_overtakes_its_own_202_is_used()
    {
        await using var host = await AgencyHost.StartAsync();
        var outcome = new TaskCompletionSource<CallbackOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Ministry.Answer = async (request, context) =>
        {
            outcome.SetResult(await host.CallBackAsync(request.CallbackToken, Registered));
            await MinistryServer.ReplyAsync(context, 202, """{"requestId":"r1"}""");
        };

        await host.RegisterAsync();

        Assert.IsType<CallbackOutcome.Applied>(await outcome.Task);
        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.True(SpinWait.SpinUntil(() => host.Status.UnderWay == 0, TimeSpan.FromSeconds(20)));
        Assert.Single(host.Ministry.Requests);
    }

    [Fact]
    public async Task A_late_callback_is_an_incident_of_the_agency_once_and_not_used()
    {
        await using var host = await AcceptingAsync();
        var effect = await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        host.Runtime.Abandon(effect);

        Assert.IsType<CallbackOutcome.TooLate>(await host.CallBackAsync(TokenOf(host), Registered));
        var report = await host.Runtime.NextAsync<ReportIncident>();
        Assert.IsType<CallbackOutcome.TooLate>(await host.CallBackAsync(TokenOf(host), Registered));

        Assert.Equal(("late-answer:e1", "Abandoned"), (report.Key, report.Data!.Value.GetProperty("end").GetString()));
        Assert.Equal(("callback-late", "test-registry"), (report.Fault.Code, report.Fault.Owner));
        Assert.True(host.Runtime.HasNoMoreCommands);
    }

    [Fact]
    public async Task A_forged_or_changed_token_is_unknown()
    {
        await using var host = await AcceptingAsync();
        var effect = await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        var token = TokenOf(host);
        var forged = new CallbackToken(effect.CaseId, "e1", DateTimeOffset.MaxValue).Sign(new byte[32]);

        foreach (var text in new[] { forged, token[..^2], token + "AA", "B" + token[1..], "", "../../x", new string('A', 10_000) })
            Assert.Equal("callback-unknown", Assert.IsType<CallbackOutcome.Unknown>(await host.CallBackAsync(text, Registered)).Code);
        Assert.True(host.Runtime.HasNoMoreCommands);
    }

    [Fact]
    public async Task A_token_expires()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        var token = TokenOf(host);
        host.Time.SetUtcNow(host.Time.GetUtcNow().AddDays(101));

        Assert.Equal("callback-expired", Assert.IsType<CallbackOutcome.Unknown>(await host.CallBackAsync(token, Registered)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"outcome":"dancing"}""")]
    [InlineData("""{"outcome":"registered","entryNumber":{"of":"Nguyễn Văn A"}}""")]
    public async Task A_callback_that_the_document_does_not_describe_is_one_incident_of_the_agency_and_can_be_sent_again(string body)
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();

        for (var time = 0; time < 3; time++)
            Assert.Equal("callback-invalid", Assert.IsType<CallbackOutcome.Invalid>(await host.CallBackAsync(TokenOf(host), body)).Code);
        var report = await host.Runtime.NextAsync<ReportIncident>();
        Assert.Equal(("invalid-answer:e1", "callback-invalid", "test-registry"), (report.Key, report.Fault.Code, report.Fault.Owner));
        Assert.Matches("^Expected Test registry to answer 'Register the entry' .*, but .*; have the agency send it again", report.Fault.Message);
        Assert.DoesNotContain("Nguyễn", report.ToString(), StringComparison.Ordinal);
        Assert.True(host.Runtime.HasNoMoreCommands);
        Assert.IsType<CallbackOutcome.Applied>(await host.CallBackAsync(TokenOf(host), Registered));
    }

    [Fact]
    public async Task A_wrong_callback_whose_incident_cannot_be_written_is_asked_for_again()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        host.Runtime.IsUnavailable = true;

        Assert.IsType<CallbackOutcome.Unavailable>(await host.CallBackAsync(TokenOf(host), "[]"));
    }

    [Fact]
    public async Task A_callback_that_cannot_be_written_is_asked_for_again()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        host.Runtime.IsUnavailable = true;

        Assert.IsType<CallbackOutcome.Unavailable>(await host.CallBackAsync(TokenOf(host), Registered));
        host.Runtime.IsUnavailable = false;
        Assert.IsType<CallbackOutcome.Applied>(await host.CallBackAsync(TokenOf(host), Registered));
    }

    [Fact]
    public async Task Without_a_callback_the_agency_is_asked_with_growing_waits_until_it_answers()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        var accepted = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(host.Time.GetUtcNow().AddMinutes(5), accepted.NextAttemptAt);

        host.Time.Advance(TimeSpan.FromMinutes(5));
        var pending = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal(("accepted", 2), (pending.Class, pending.Number));
        Assert.InRange(pending.NextAttemptAt!.Value - host.Time.GetUtcNow(), TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(13));

        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        host.Time.Advance(TimeSpan.FromMinutes(13));

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Equal(["POST", "GET", "GET"], host.Ministry.Requests.Select(request => request.Method));
        Assert.All(host.Ministry.Requests.Skip(1), request => Assert.Equal("/registry/requests/r%2F1", request.Target));
    }

    [Fact]
    public async Task A_poll_that_finds_the_agency_down_goes_on_as_a_poll()
    {
        await using var host = await AcceptingAsync();
        await host.RegisterAsync();
        await host.Runtime.NextAsync<RecordAttempt>();
        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 503, "");
        host.Time.Advance(TimeSpan.FromMinutes(5));
        var down = (await host.Runtime.NextAsync<RecordAttempt>()).Attempt;
        Assert.Equal("down", down.Class);

        host.Ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, Registered);
        host.Time.Advance(down.NextAttemptAt!.Value - host.Time.GetUtcNow());

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Equal(["POST", "GET", "GET"], host.Ministry.Requests.Select(request => request.Method));
    }

    [Fact]
    public void A_token_reads_back_what_was_signed_and_any_changed_bit_breaks_it()
    {
        var key = new byte[32];
        var token = new CallbackToken(new CaseId(Guid.Parse("0192f000-0000-7000-8000-000000000001")), "e12", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var text = token.Sign(key);

        Assert.Equal(token, CallbackToken.Read(text, key));
        Assert.All(text.ToCharArray(), letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
        for (var index = 0; index < text.Length - 1; index++)
        {
            var changed = text.ToCharArray();
            changed[index] = changed[index] == 'A' ? 'B' : 'A';
            Assert.Null(CallbackToken.Read(new string(changed), key));
        }
    }
}
