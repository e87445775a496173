using Microsoft.AspNetCore.Http;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Faults;

/// <summary>
/// Every fault, with an agency that answers at once and one that calls back: the call ends right, the work is done once, the journal says what
/// was wrong, and the other agency's case never waits.
/// </summary>
public sealed class FaultMatrixTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static async Task<(AgencyHost Host, LedgerMinistry Agency)> StartAsync(bool answersLater, params (string Key, string Value)[] settings)
    {
        var host = await AgencyHost.StartAsync(null, settings);
        var agency = new LedgerMinistry(answersLater);
        host.Ministry.Answer = agency.AnswerAsync;
        return (host, agency);
    }

    public static TheoryData<string, bool, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, bool, string>();
            foreach (var (fault, detail) in new[]
            {
                ("down", "HTTP 503"), ("error", "HTTP 500"), ("slow", "no answer (timeout)"), ("slow-after-work", "no answer (timeout)"), ("busy", "HTTP 429"),
                ("busy-until", "HTTP 429"), ("malformed", "not JSON"), ("lost-answer", "no answer (connection)"), ("not-yet", "HTTP 425"),
            })
            {
                faults.Add(fault, false, detail);
                faults.Add(fault, true, detail);
            }

            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_that_passes_ends_in_one_registration(string fault, bool answersLater, string detail)
    {
        var (host, agency) = await StartAsync(answersLater);
        await using var _ = host;
        agency.Break(3, (request, context, work) => FailAsync(fault, agency, request, context, host.Time.GetUtcNow()));

        var effect = await host.RegisterAsync(1);
        await host.RegisterElsewhereAsync(2);
        var commands = Drive(host, agency, effect.CaseId, answersLater);

        var attempt = commands.Select(command => command.Command).OfType<RecordAttempt>().First().Attempt;
        Assert.Contains(detail, attempt.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(commands, command => command.Command is FailEffect or ReportIncident);
        Assert.Equal(1, commands.Count(command => command.CaseId == effect.CaseId && command.Command is CompleteEffect { Outcome: "Registered" }));
        Assert.Equal(1, Assert.Single(agency.Work).Value);
        Assert.InRange(host.Ministry.Requests.Count(request => request.Target.StartsWith("/registry", StringComparison.Ordinal) && request.Method == "POST"), 4, 6);
    }

    [Fact]
    public async Task An_answer_that_does_not_meet_its_schema_is_an_incident_of_the_agency()
    {
        var (host, agency) = await StartAsync(answersLater: false);
        await using var _ = host;
        agency.Break(1, (request, context, _) =>
        {
            agency.Do(request);
            return MinistryServer.ReplyAsync(context, 200, """{"outcome":"registered","entryNumber":{"of":"Nguyễn Văn A"}}""");
        });

        await host.RegisterAsync(1);

        var fault = (await host.Runtime.NextAsync<FailEffect>()).Fault;
        Assert.Equal("test-registry", fault.Owner);
        Assert.StartsWith("Expected Test registry to ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(agency.Work).Value);
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_called_when_it_is_corrected()
    {
        var (host, agency) = await StartAsync(answersLater: false, ("Agencies:test-registry:BaseUrl", "http://no-such-agency.invalid"));
        await using var _ = host;
        var effect = await host.RegisterAsync(1);
        Assert.Equal("no answer (name not found)", (await host.Runtime.NextAsync<RecordAttempt>()).Attempt.Detail);

        host.Configuration["Agencies:test-registry:BaseUrl"] = host.Ministry.Address + "registry";
        Drive(host, agency, effect.CaseId, answersLater: false);

        Assert.Equal(1, Assert.Single(agency.Work).Value);
    }

    [Fact]
    public async Task Callbacks_early_repeated_wrong_and_late_have_an_effect_each_and_none_twice()
    {
        var (host, agency) = await StartAsync(answersLater: true);
        await using var _ = host;
        CallbackOutcome? early = null;
        agency.Break(1, async (request, context, _) =>
        {
            agency.Do(request);
            early = await host.CallBackAsync(request.CallbackToken, LedgerMinistry.Registered);
            await MinistryServer.ReplyAsync(context, 202, """{"requestId":"r1"}""");
        });

        await host.RegisterAsync(1);
        await host.Runtime.NextAsync<CompleteEffect>();
        Assert.True(SpinWait.SpinUntil(() => host.Status.UnderWay == 0, Patience));
        Assert.IsType<CallbackOutcome.Applied>(early);
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await host.CallBackAsync(host.Ministry.Requests.First().CallbackToken, LedgerMinistry.Registered));

        var second = await host.RegisterAsync(2);
        await host.Runtime.NextAsync<RecordAttempt>();
        var token = host.Ministry.Requests.Last().CallbackToken;
        Assert.IsType<CallbackOutcome.Invalid>(await host.CallBackAsync(token, """{"outcome":"dancing"}"""));
        Assert.IsType<CallbackOutcome.Invalid>(await host.CallBackAsync(token, "<html>"));
        Assert.IsType<CallbackOutcome.Unknown>(await host.CallBackAsync(token[..^4] + "AAAA", LedgerMinistry.Registered));
        Assert.Equal("callback-invalid", (await host.Runtime.NextAsync<ReportIncident>()).Fault.Code);
        Assert.True(host.Runtime.HasNoMoreCommands);
        host.Runtime.Abandon(second);
        Assert.IsType<CallbackOutcome.TooLate>(await host.CallBackAsync(token, LedgerMinistry.Registered));
        Assert.Equal(("callback-late", "test-registry"), ((await host.Runtime.NextAsync<ReportIncident>()).Fault is var late ? late.Code : "", late.Owner));
        Assert.True(host.Runtime.HasNoMoreCommands);
        Assert.Equal([1, 1], agency.Work.Values);
    }

    [Fact]
    public async Task When_no_callback_comes_the_agency_is_asked()
    {
        var (host, agency) = await StartAsync(answersLater: true);
        await using var _ = host;
        var effect = await host.RegisterAsync(1);
        await host.Runtime.NextAsync<RecordAttempt>();

        host.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("Registered", (await host.Runtime.NextAsync<CompleteEffect>()).Outcome);
        Assert.Equal("/registry/requests/r1", host.Ministry.Requests.Last().Target);
        Assert.Equal(1, Assert.Single(agency.Work).Value);
        Assert.NotEqual(default, effect.CaseId);
    }

    private static Task FailAsync(string fault, LedgerMinistry agency, Received request, HttpContext context, DateTimeOffset now)
    {
        switch (fault)
        {
            case "down":
                return MinistryServer.ReplyAsync(context, 503, "");
            case "error":
                return MinistryServer.ReplyAsync(context, 500, "");
            case "slow":
                return agency.HangAsync(context);
            case "slow-after-work":
                agency.Do(request);
                return agency.HangAsync(context);
            case "busy":
                context.Response.Headers.RetryAfter = "30";
                return MinistryServer.ReplyAsync(context, 429, "");
            case "busy-until":
                context.Response.Headers.RetryAfter = now.AddSeconds(45).ToString("R");
                return MinistryServer.ReplyAsync(context, 429, "");
            case "malformed":
                agency.Do(request);
                return MinistryServer.ReplyAsync(context, 200, "<html>502 proxy says: {\"outcome\":");
            case "not-yet":
                return MinistryServer.ReplyAsync(context, 425, "");
            default:
                agency.Do(request);
                context.Abort();
                return Task.CompletedTask;
        }
    }

    /// <summary>Moves the clock until the case has its answer; before it moves at all, the other agency's case has its own.</summary>
    private static List<(CaseId CaseId, CaseCommand Command)> Drive(AgencyHost host, LedgerMinistry agency, CaseId caseId, bool answersLater)
    {
        var commands = new List<(CaseId CaseId, CaseCommand Command)>();
        var elsewhere = host.Ministry.Requests.Any(request => request.Target.StartsWith("/other", StringComparison.Ordinal));
        if (elsewhere)
            Assert.True(SpinWait.SpinUntil(() => Taken().Any(command => command.CaseId != caseId && command.Command is CompleteEffect), Patience));
        var isCalledBack = false;
        for (var second = 0; second < 600; second++)
        {
            Assert.True(SpinWait.SpinUntil(() => host.Status.UnderWay == 0 || Volatile.Read(ref agency.Hanging) > 0, Patience));
            if (Taken().Any(command => command.CaseId == caseId && command.Command is CompleteEffect or FailEffect))
                return commands;
            if (answersLater && !isCalledBack && commands.Any(command => command.Command is RecordAttempt { Attempt.Class: "accepted" }))
            {
                var token = host.Ministry.Requests.Last(request => request.Target.StartsWith("/registry", StringComparison.Ordinal)).CallbackToken;
                Assert.IsType<CallbackOutcome.Applied>(host.CallBackAsync(token, LedgerMinistry.Registered).GetAwaiter().GetResult());
                isCalledBack = true;
                continue;
            }

            var isHanging = Volatile.Read(ref agency.Hanging) > 0;
            host.Time.Advance(TimeSpan.FromSeconds(isHanging ? 4 : 1));
            Assert.True(!isHanging || SpinWait.SpinUntil(() => Volatile.Read(ref agency.Hanging) == 0, Patience));
        }

        throw new InvalidOperationException("The case got no answer within ten minutes of its own time.");

        List<(CaseId CaseId, CaseCommand Command)> Taken()
        {
            commands.AddRange(host.Runtime.Take());
            return commands;
        }
    }
}
