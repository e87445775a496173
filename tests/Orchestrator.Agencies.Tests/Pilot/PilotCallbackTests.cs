using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>Answers that come from somebody else, or when nobody waits for them any more, with the real engine, store and HTTP.</summary>
public sealed class PilotCallbackTests
{
    private const string Answer = """{"outcome":"registered","registerNumber":"12/2026"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forged_answer_is_one_incident_and_not_used_and_the_right_one_is()
    {
        await using var node = await PilotNode.StartAsync(polls: false, callbackSecret: "of the agency", settings: [("Agencies:justice:Callback:Secret", "of somebody else")]);
        var caseId = await node.StartCaseAsync(PilotDefinitions.Birth());

        // The sender does not give up, and stays one incident.
        for (var time = 0; time < 3; time++)
            Assert.Equal("callback-signature", Assert.IsType<CallbackOutcome.Forged>(await node.NextCallbackAsync()).Code);
        var state = await node.UntilAsync(caseId, state => !state.Incidents.IsEmpty);
        var incident = Assert.Single(state.Incidents.Values);
        Assert.Equal(("callback-forged", CaseStatus.Running), (incident.Fault.Code, state.Status));
        Assert.NotEmpty(incident.Owner);
        Assert.Matches("^Expected .* but .*; check the keys with the agency", incident.Fault.Message);
        Assert.Equal("Found", (await node.RunAsync(PilotDefinitions.CertificateLookup)).Ports["find"]);

        node.Configuration["Agencies:justice:Callback:Secret"] = "of the agency";
        var (_, ports) = await node.EndOfAsync(caseId, stopsAtIncident: false);

        Assert.Equal("Registered", ports["register"]);
        Assert.Equal((1, 1), (node.Report.Registrations, node.Report.Requests["justice/RegisterBirth"]));
        Assert.Empty(node.Report.Doubles);
    }

    [Fact]
    public async Task An_answer_after_the_deadline_is_an_incident_of_the_agency_and_not_used()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var front = await MinistryServer.StartAsync();
        await using var node = await PilotNode.StartAsync(polls: false, clock: clock);
        var (caseId, url) = await AcceptedAsync(node, front);

        clock.Advance(TimeSpan.FromHours(2));
        var state = await node.UntilAsync(caseId, state => !state.Incidents.IsEmpty);
        var missed = Assert.Single(state.Incidents.Values);
        Assert.Equal(("agency-timed-out", "justice"), (missed.Fault.Code, missed.Owner));
        Assert.Equal("Found", (await node.RunAsync(PilotDefinitions.CertificateLookup)).Ports["find"]);

        await PostAsync(url);
        await PostAsync(url);
        Assert.IsType<CallbackOutcome.TooLate>(await node.NextCallbackAsync());
        Assert.IsType<CallbackOutcome.TooLate>(await node.NextCallbackAsync());
        state = await node.UntilAsync(caseId, state => state.Incidents.Count > 1);
        var late = Assert.Single(state.Incidents.Values, incident => incident.Id != missed.Id);
        Assert.Equal(("callback-late", "justice"), (late.Fault.Code, late.Owner));
        Assert.Matches("^Expected no more answer .* but one came; find out", late.Fault.Message);

        // The agency says that it is done: a person lets the case go on, and nothing is asked for a second time.
        await ResolveAsync(node, caseId, new ResolveIncident(late.Id, IncidentResolution.Dismissed, "The agency has it."));
        await ResolveAsync(node, caseId, new ResolveIncident(missed.Id, IncidentResolution.Overridden, "The agency has it.", "Registered"));
        state = await node.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Equal((CaseSubStatus.Finished, 0), (state.SubStatus, state.Incidents.Count));
        Assert.Equal((1, 1), (node.Report.Registrations, node.Report.Requests["justice/RegisterBirth"]));
        Assert.Empty((await node.Services.GetRequiredService<StoreCheck>().RunAsync(Stop)).Faults);
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_agency_was_asked_changes_nothing()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var front = await MinistryServer.StartAsync();
        await using var node = await PilotNode.StartAsync(polls: false, clock: clock);
        var (caseId, url) = await AcceptedAsync(node, front);

        front.Answer = node.ForwardAsync;
        clock.Advance(TimeSpan.FromMinutes(5));
        var (state, ports) = await node.EndOfAsync(caseId);
        Assert.Equal((CaseSubStatus.Finished, "Registered"), (state.SubStatus, ports["register"]));
        var entries = (await EntriesAsync(node, caseId)).Count;

        await PostAsync(url);
        Assert.IsType<CallbackOutcome.AlreadyApplied>(await node.NextCallbackAsync());
        Assert.Equal(entries, (await EntriesAsync(node, caseId)).Count);
        Assert.Equal((1, 1), (node.Report.Registrations, node.Report.Requests["justice/RegisterBirth"]));
    }

    /// <summary>A case whose call was accepted, by an agency that never calls back and, behind the front, has nothing to tell yet; and where an answer would go.</summary>
    private static async Task<(CaseId CaseId, Uri Url)> AcceptedAsync(PilotNode node, MinistryServer front)
    {
        front.Answer = (request, context) => request.Method == "GET" ? MinistryServer.ReplyAsync(context, 425, "") : node.ForwardAsync(request, context);
        node.Configuration["Agencies:justice:BaseUrl"] = new Uri(front.Address, "justice").ToString();
        await node.BreakAsync("justice", "RegisterBirth", "no-callback", null);
        var caseId = await node.StartCaseAsync(PilotDefinitions.Birth());
        var state = await node.UntilAsync(caseId, state => state.Attempts.Values.Any(attempt => attempt.Class == "accepted"));
        var effect = await node.Services.GetRequiredService<IEffectQueue>().FindAsync(caseId, state.Effects.Keys.Single(), Stop);
        var operation = node.Services.GetRequiredService<AgencyCatalog>().Find("justice")!.Find("RegisterBirth")!;
        return (caseId, node.Services.GetRequiredService<CallbackAddresses>().For(operation, effect!));
    }

    private static async Task PostAsync(Uri url)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(url, new StringContent(Answer, Encoding.UTF8, "application/json"), Stop);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
    }

    private static async Task ResolveAsync(PilotNode node, CaseId caseId, CaseCommand command) =>
        Assert.IsType<CommandOutcome.Accepted>(await node.Services.GetRequiredService<ICaseRuntime>().SendAsync(caseId, command, new Actor("user", "support"), Stop));

    private static Task<IReadOnlyList<JournalEntry>> EntriesAsync(PilotNode node, CaseId caseId) => node.Services.GetRequiredService<IJournalReader>().ReadAsync(caseId, 0, 500, Stop);
}
