using System.Text.Json.Nodes;
using Orchestrator.Simulators.Mocks;
using Orchestrator.Simulators.Tests.Content;

namespace Orchestrator.Simulators.Tests;

/// <summary>The stand-ins that came with land, tax, welfare and health records.</summary>
public sealed class NewAgencyTests
{
    private static JsonObject Parcel(int number) => new() { ["commune"] = "00004", ["sheet"] = 12, ["number"] = number };

    [Theory]
    [InlineData(345, "found", "complete", "clear")]
    [InlineData(347, "found", "complete", "mortgaged")]
    [InlineData(313, "found", "needs-correction", "clear")]
    [InlineData(95_000, "not-found", null, null)]
    public async Task A_parcel_is_found_with_its_quality_and_its_pledge(int number, string outcome, string? quality, string? pledge)
    {
        await using var agency = await Agency.StartAsync();
        var parcel = await agency.AnswerAsync("/land-registry/parcels/lookups", Parcel(number));
        Assert.Equal((outcome, quality), ((string?)parcel["outcome"], (string?)parcel["quality"]));
        if (pledge is null) return;
        Assert.Matches("^[0-9b-hjkmnp-z]{12}$", (string?)parcel["geoHash"]);
        Assert.Equal(pledge, (string?)(await agency.AnswerAsync("/land-registry/mortgages/lookups", new JsonObject { ["geoHash"] = (string?)parcel["geoHash"] }))["outcome"]);
        Assert.Equal(parcel.ToJsonString(), (await agency.AnswerAsync("/land-registry/parcels/lookups", Parcel(number))).ToJsonString());
    }

    [Fact]
    public async Task Tax_of_a_transfer_follows_from_the_price()
    {
        await using var agency = await Agency.StartAsync();
        var notice = await agency.AnswerAsync("/tax/land-transfer-assessments", new JsonObject
        {
            ["dossierNumber"] = "G22.99.03-261123-0001", ["parcel"] = Parcel(345), ["price"] = 3_500_000_000,
            ["seller"] = new JsonObject { ["fullName"] = "A" }, ["buyer"] = new JsonObject { ["fullName"] = "B" },
        });
        Assert.Equal((70_000_000L, 17_500_000L, 87_500_000L), ((long)notice["incomeTax"]!, (long)notice["registrationFee"]!, (long)notice["total"]!));
    }

    [Theory]
    [InlineData(20, 0, 1_855_000)]
    [InlineData(30, 2, 5_710_000)]
    public async Task Covid_support_follows_from_the_days_and_the_children(int days, int children, long amount)
    {
        await using var agency = await Agency.StartAsync();
        var answer = await agency.AnswerAsync("/labour/covid-supports", new JsonObject
        {
            ["dossierNumber"] = "G22.99.04-261123-0001", ["applicant"] = new JsonObject { ["fullName"] = "A" }, ["daysWithoutWork"] = days, ["childrenUnderSix"] = children,
        });
        Assert.Equal(("approved", amount), ((string?)answer["outcome"], (long)answer["amount"]!));
    }

    [Theory]
    [InlineData("health", "FindMedicalSummary", "/health/medical-summaries/lookups", """{"personalId":"001190012345"}""")]
    [InlineData("health", "FindPrescription", "/health/prescriptions/lookups", """{"prescriptionCode":"01001abcdef1-c"}""")]
    [InlineData("labour", "FindBeneficiary", "/labour/beneficiaries/lookups", """{"personalId":"001190012346"}""")]
    [InlineData("tax", "FindTaxpayer", "/tax/taxpayers/lookups", """{"personalId":"001190012345"}""")]
    [InlineData("tax", "ConfirmPayment", "/tax/payments/lookups", """{"noticeNumber":"TB-1"}""")]
    [InlineData("population", "VerifyPerson", "/population/persons/verifications", """{"personalId":"001190012345","fullName":"Nguyễn Thị Lan"}""")]
    public async Task What_a_stand_in_answers_is_what_its_document_describes(string code, string operation, string path, string body)
    {
        await using var agency = await Agency.StartAsync();
        var answer = await agency.AnswerAsync(path, JsonNode.Parse(body)!.AsObject());
        var (document, _) = MockDocument.Read(await File.ReadAllTextAsync(Repository.Agency(code), TestContext.Current.CancellationToken), code, code);
        var described = document!.Agency.Find(operation)!;
        var reply = new Orchestrator.Agencies.Replies.Reply(Orchestrator.Agencies.Replies.ReplySource.Response, 200, answer.ToJsonString());
        var meaning = Orchestrator.Agencies.Calls.AnswerCheck.Apply(described, reply, Orchestrator.Agencies.Replies.ReplyClassifier.Classify(described.Replies, reply));
        Assert.True(meaning.Outcome == described.Outcomes[0], $"{meaning.Reason} {reply.Body}");
    }
}
