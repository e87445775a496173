using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Agencies.Parking;
using Orchestrator.Runtime.Checking;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

public sealed class PilotFaultTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("down", 3)]
    [InlineData("error500", 7)]
    [InlineData("not-yet", 3)]
    [InlineData("lost-answer", 2)]
    [InlineData("malformed", 1)]
    [InlineData("duplicate-callback", 1)]
    [InlineData("early-callback", 1)]
    [InlineData("mismatch", 1)]
    [InlineData("error429", 1)]
    [InlineData("slow", 1)]
    public async Task A_birth_is_registered_once_whatever_the_agency_does(string? fault, int? count)
    {
        await using var node = await PilotNode.StartAsync();
        if (fault is not null)
            await node.BreakAsync("justice", fault, count);

        // A wrong callback is an incident until the right answer comes.
        var (state, ports) = await node.EndOfAsync(await node.StartCaseAsync(PilotDefinitions.Birth()), stopsAtIncident: fault is not "mismatch");

        Assert.Empty(state.Incidents);
        Assert.Equal("Registered", ports["register"]);
        Assert.Equal((CaseStatus.Finished, CaseSubStatus.Finished), (state.Status, state.SubStatus));
        var report = node.Report;
        Assert.Equal(1, report.Registrations);
        Assert.Empty(report.Doubles);
    }

    [Fact]
    public async Task A_broken_agency_holds_up_no_case_of_another()
    {
        await using var node = await PilotNode.StartAsync();
        await node.BreakAsync("population", "down", null);

        var (state, ports) = await node.RunAsync(PilotDefinitions.Birth());

        Assert.Equal(CaseSubStatus.Finished, state.SubStatus);
        Assert.Equal("Registered", ports["register"]);
    }

    [Fact]
    public async Task What_waits_for_an_agency_is_listed_until_it_is_answered()
    {
        await using var node = await PilotNode.StartAsync();
        await node.BreakAsync("justice", "down", null);
        var waiting = node.Services.GetRequiredService<WaitingCalls>();
        var run = node.RunAsync(PilotDefinitions.Birth());

        WaitingCallCount? count = null;
        while (count is not { Parked: 1 } && !run.IsCompleted)
            count = (await waiting.CountAsync(TestContext.Current.CancellationToken)).GetValueOrDefault("justice");
        Assert.Equal((1, 1), (count?.Waiting, count?.Parked));
        var call = Assert.Single((await waiting.ListAsync("justice", null, 10, TestContext.Current.CancellationToken))!.Calls);
        Assert.Equal(("RegisterBirth", "down"), (call.Operation, call.LastClass));
        Assert.Null(await waiting.ListAsync("justice", "not ours", 10, TestContext.Current.CancellationToken));

        await node.MendAsync();
        var (state, _) = await run;
        Assert.Equal(CaseSubStatus.Finished, state.SubStatus);
        Assert.Empty(await waiting.CountAsync(TestContext.Current.CancellationToken));
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(TestContext.Current.CancellationToken)).Faults);
    }

    [Fact]
    public async Task An_agency_whose_name_is_not_found_holds_its_calls_until_its_address_is_right_and_no_others()
    {
        await using var node = await PilotNode.StartAsync();
        var configuration = node.Services.GetRequiredService<IConfiguration>();
        var right = configuration["Agencies:justice:BaseUrl"];
        configuration["Agencies:justice:BaseUrl"] = "http://registry.invalid/justice";
        var waiting = node.Services.GetRequiredService<WaitingCalls>();
        var run = node.RunAsync(PilotDefinitions.Birth());
        WaitingCallCount? count = null;
        while (count is not { Parked: 1 } && !run.IsCompleted)
            count = (await waiting.CountAsync(TestContext.Current.CancellationToken)).GetValueOrDefault("justice");

        var (other, ports) = await node.RunAsync(PilotDefinitions.CertificateLookup);
        Assert.Equal((CaseSubStatus.Finished, "Found"), (other.SubStatus, ports["find"]));
        Assert.False(run.IsCompleted);
        configuration["Agencies:justice:BaseUrl"] = right;
        var (state, _) = await run;
        Assert.Equal(CaseSubStatus.Finished, state.SubStatus);
        Assert.Equal((1, 0), (node.Report.Registrations, node.Report.Doubles.Count));
    }

    [Theory]
    [InlineData("down", 3)]
    [InlineData("error500", 2)]
    [InlineData("error429", 1)]
    [InlineData("malformed", 1)]
    [InlineData("lost-answer", 1)]
    [InlineData("not-yet", 2)]
    public async Task A_question_that_is_answered_at_once_is_answered_after_the_fault_as_well(string fault, int count)
    {
        await using var node = await PilotNode.StartAsync();
        await node.BreakAsync("health", fault, count);

        var (state, ports) = await node.RunAsync(PilotDefinitions.CertificateLookup);

        Assert.Empty(state.Incidents);
        Assert.Equal((CaseSubStatus.Finished, "Found"), (state.SubStatus, ports["find"]));
        Assert.InRange(node.Report.Requests["health/FindLiveBirthCertificate"], count + 1, count + 3);
    }

    [Fact]
    public async Task An_answer_at_once_that_does_not_meet_its_schema_is_an_incident_of_the_agency()
    {
        await using var node = await PilotNode.StartAsync();
        await node.BreakAsync("health", "mismatch", 1);

        var incident = Assert.Single((await node.RunAsync(PilotDefinitions.CertificateLookup)).State.Incidents.Values);

        Assert.Equal(("schema-mismatch", "health"), (incident.Fault.Code, incident.Owner));
        Assert.Matches("^Expected .* but .*; .*retry", incident.Fault.Message);
        Assert.Equal("Registered", (await node.RunAsync(PilotDefinitions.Birth())).Ports["register"]);
    }
}
