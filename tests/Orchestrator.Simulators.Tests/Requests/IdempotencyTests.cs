using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Tests;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_does_the_work_once()
    {
        await using var agency = await Agency.StartAsync();
        var first = await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");
        var again = await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");
        Assert.Equal("registered", (string?)first["outcome"]);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(1, agency.Report().Registrations);
        Assert.Empty(agency.Report().Doubles);
        Assert.Equal(2, agency.Report().Requests["justice/RegisterBirth"]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_for_good()
    {
        await using var agency = await Agency.StartAsync();
        await agency.AnswerAsync("/justice/births", Requests.Birth(1), "k1");
        var response = await agency.SendAsync("/justice/births", Requests.Birth(2), "k1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("key-reused", (string?)(await Agency.ReadAsync(response))["code"]);
    }

    [Fact]
    public async Task The_same_registration_under_another_key_is_reported_as_a_double()
    {
        await using var agency = await Agency.StartAsync();
        var first = await agency.AnswerAsync("/justice/births", Requests.Birth(), "k1");
        var response = await agency.SendAsync("/justice/births", Requests.Birth(), "k2");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal((string?)first["registerNumber"], (string?)(await Agency.ReadAsync(response))["registerNumber"]);
        var twice = Assert.Single(agency.Report().Doubles);
        Assert.Equal(("justice", "RegisterBirth"), (twice.Agency, twice.Operation));
        Assert.Equal(["k1", "k2"], twice.Keys);
    }

    [Fact]
    public async Task A_dossier_that_is_sent_twice_to_any_agency_is_reported_too()
    {
        await using var agency = await Agency.StartAsync();
        await agency.AnswerAsync("/public-security/residences", Requests.Residence(), "k1");
        await agency.AnswerAsync("/public-security/residences", Requests.Residence("G22.99.01-261123-0002"), "k2");
        Assert.Empty(agency.Report().Doubles);
        await agency.SendAsync("/public-security/residences", Requests.Residence(), "k3");
        Assert.Equal("RegisterResidence", Assert.Single(agency.Report().Doubles).Operation);
    }

    [Fact]
    public async Task A_supplement_is_no_registration_so_sending_again_is_no_double()
    {
        await using var agency = await Agency.StartAsync();
        var name = "Nguyễn Thiếu Cư Trú";
        var first = await agency.AnswerAsync("/public-security/residences", Requests.Residence(childName: name), "k1");
        var second = await agency.AnswerAsync("/public-security/residences", Requests.Residence(childName: name), "k2");
        Assert.Equal("supplement", (string?)first["outcome"]);
        Assert.NotEmpty(first["missingDocuments"]!.AsArray());
        Assert.Equal("registered", (string?)second["outcome"]);
        Assert.Empty(agency.Report().Doubles);
    }

    [Fact]
    public async Task Asking_again_for_a_personal_id_gives_the_same_number_and_is_no_double()
    {
        await using var agency = await Agency.StartAsync();
        var first = await agency.AnswerAsync("/population/personal-ids", Requests.PersonalId(), "k1");
        var again = await agency.AnswerAsync("/population/personal-ids", Requests.PersonalId(), "k2");
        var other = await agency.AnswerAsync("/population/personal-ids", Requests.PersonalId("2/2026"), "k3");
        Assert.Equal((string?)first["personalId"], (string?)again["personalId"]);
        Assert.NotEqual((string?)first["personalId"], (string?)other["personalId"]);
        Assert.Empty(agency.Report().Doubles);
    }

    [Fact]
    public async Task Many_requests_at_once_with_one_key_register_once()
    {
        await using var agency = await Agency.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => agency.AnswerAsync("/justice/births", Requests.Birth(), "k1")));
        Assert.Single(answers.Select(answer => answer.ToJsonString()).Distinct());
        Assert.Equal(1, agency.Report().Registrations);
    }

    [Fact]
    public async Task A_body_without_a_required_member_or_that_is_no_json_is_refused()
    {
        await using var agency = await Agency.StartAsync();
        var body = Requests.Birth();
        body.Remove("child");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agency.SendAsync("/justice/births", body)).StatusCode);
        using var text = new StringContent("{");
        var broken = await agency.Client.PostAsync("/justice/births", text, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(0, agency.Report().Registrations);
    }

    [Fact]
    public async Task Lookups_find_what_is_built_like_a_generated_number_and_register_nothing()
    {
        await using var agency = await Agency.StartAsync();
        var found = await agency.AnswerAsync("/health/live-birth-certificates/lookups", Lookup("GCS-01001-261120-0122"));
        var unknown = await agency.AnswerAsync("/health/live-birth-certificates/lookups", Lookup("123"));
        Assert.Equal(("found", "female"), ((string?)found["outcome"], (string?)found["sex"]));
        Assert.StartsWith("2026-11-20T", (string?)found["bornAt"], StringComparison.Ordinal);
        Assert.Equal("not-found", (string?)unknown["outcome"]);
        Assert.Equal(0, agency.Report().Registrations);
    }

    private static JsonObject Lookup(string number) => new() { ["certificateNumber"] = number, ["motherPersonalId"] = "001196012345" };
}
