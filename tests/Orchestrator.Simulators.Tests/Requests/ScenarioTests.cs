using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Tests;

public sealed class ScenarioTests
{
    [Fact]
    public async Task Twins_are_suspected_until_a_person_confirms()
    {
        await using var agency = await Agency.StartAsync();
        await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");
        var twin = await agency.AnswerAsync("/justice/births", Requests.Birth(1, "G22.99.01-261123-0002", "Lê Minh Khang"), "k2");
        var confirmed = await agency.AnswerAsync("/justice/births", Requests.Birth(1, "G22.99.01-261123-0002", "Lê Minh Khang", confirmed: true), "k3");
        Assert.Equal("suspected-duplicate", (string?)twin["outcome"]);
        Assert.Equal("registered", (string?)confirmed["outcome"]);
        Assert.Empty(agency.Report().Doubles);
    }

    [Fact]
    public async Task The_same_child_in_another_dossier_is_suspected_and_never_registered_twice()
    {
        await using var agency = await Agency.StartAsync();
        await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");
        var second = await agency.AnswerAsync("/justice/births", Requests.Birth(dossier: "G22.99.01-261123-0002"), "k2");
        Assert.Equal("suspected-duplicate", (string?)second["outcome"]);
        Assert.Equal(1, agency.Report().Registrations);
    }

    [Theory]
    [InlineData("Nguyễn Song Sinh An", "suspected-duplicate")]
    [InlineData("Nguyễn Từ Chối Hộ Tịch", "refused")]
    [InlineData("Nguyễn Thiếu Hộ Tịch", "supplement")]
    [InlineData("Nguyễn Minh An", "registered")]
    public async Task Words_in_the_name_of_the_child_decide_what_justice_answers(string name, string outcome)
    {
        await using var agency = await Agency.StartAsync();
        var answer = await agency.AnswerAsync("/justice/births", Requests.Birth(childName: name));
        Assert.Equal(outcome, (string?)answer["outcome"]);
    }

    [Fact]
    public async Task A_late_number_comes_after_three_questions()
    {
        await using var agency = await Agency.StartAsync();
        var body = Requests.PersonalId(childName: "Nguyễn Chậm Số");
        for (var ask = 0; ask < 3; ask++)
            Assert.Equal((HttpStatusCode)425, (await agency.SendAsync("/population/personal-ids", body, "k1")).StatusCode);
        Assert.Equal("assigned", (string?)(await agency.AnswerAsync("/population/personal-ids", body, "k1"))["outcome"]);
    }

    [Fact]
    public async Task The_control_lists_every_scenario()
    {
        await using var agency = await Agency.StartAsync();
        var list = JsonNode.Parse(await agency.Client.GetStringAsync("/_control/scenarios", TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(Agencies.Scenario.All.Count, list.Count);
        Assert.All(Agencies.Scenario.All, scenario => Agencies.AgencyDirectory.Find(scenario.OperationId));
    }
}
