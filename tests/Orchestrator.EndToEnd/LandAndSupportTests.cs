using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd;

/// <summary>Procedures that came by data alone: a transfer of land with its payment, and Covid-19 support.</summary>
public sealed class LandAndSupportTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_transfer_of_land_waits_for_the_payment_and_is_registered_and_a_support_is_paid()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        var application = (await deployment.ApplicationsAsync("land-transfer", 7, 1))[0];
        var scan = await UploadAsync(agency, $"%PDF-1.7\n{new string('x', 3_000_000)}");
        application["contract"]!["scan"] = scan["reference"]!.GetValue<string>();
        var number = await agency.SubmitUntilAnsweredAsync("1.012783", application, "land", Bound);
        JsonObject? waiting = null;
        await Eventually.TrueAsync(
            async () => (waiting = await agency.CaseAsync(number))["holders"]!.AsArray() is [{ } holder] && holder["kind"]!.GetValue<string>() == "citizen", Bound,
            () => $"a wait for the payment, but {waiting}");
        Assert.True(waiting!["holders"]![0]!["isPaused"]!.GetValue<bool>());
        using var paid = await agency.PostAsJsonAsync($"/api/v1/cases/{number}/signals/payment", new { channel = "bank" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, paid.StatusCode);
        AssertGranted(await agency.CaseWhenFinishedAsync(number, Bound), "tax", "registration");
        // The land registry answers with the hash of what it received; the case has the file, and gives it back.
        Assert.Contains((await agency.HistoryAsync(number)), entry => entry.ToJsonString().Contains("FileContract", StringComparison.Ordinal) && entry.ToJsonString().Contains("Filed", StringComparison.Ordinal));
        Assert.Equal(1, (await deployment.ReportAsync()).Requests["land-registry/FileContract"]);
        var file = Assert.Single((await agency.GetFromJsonAsync<JsonArray>($"/api/v1/cases/{number}/attachments", TestContext.Current.CancellationToken))!)!;
        Assert.Equal((scan["reference"]!.GetValue<string>(), "application"), (file["attachment"]!["reference"]!.GetValue<string>(), file["source"]!.GetValue<string>()));
        using var content = await agency.GetAsync(file["attachment"]!["href"]!.GetValue<string>() + "/content", TestContext.Current.CancellationToken);
        Assert.Equal(3_000_009, content.Content.Headers.ContentLength);

        var support = await agency.SubmitUntilAnsweredAsync("1.008362", (await deployment.ApplicationsAsync("covid-support", 7, 1))[0], "support", Bound);
        AssertGranted(await agency.CaseWhenFinishedAsync(support, Bound), "support");
        Assert.Empty((await deployment.ReportAsync()).Doubles);
    }

    [Fact]
    public async Task The_tax_notice_of_a_transfer_that_is_refused_in_the_end_is_cancelled_once_although_its_answer_is_lost()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        await deployment.BreakAsync("land-registry", "RegisterTransfer", "refuse");
        await deployment.BreakAsync("tax", "CancelLandTransferAssessment", "lost-answer", count: 1);
        var number = await agency.SubmitUntilAnsweredAsync("1.012783", (await deployment.ApplicationsAsync("land-transfer", 7, 1))[0], "refused", Bound);
        JsonObject? waiting = null;
        await Eventually.TrueAsync(
            async () => (waiting = await agency.CaseAsync(number))["holders"]!.AsArray() is [{ } holder] && holder["kind"]!.GetValue<string>() == "citizen", Bound,
            () => $"a wait for the payment, but {waiting}");
        using var paid = await agency.PostAsJsonAsync($"/api/v1/cases/{number}/signals/payment", new { channel = "bank" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, paid.StatusCode);

        var file = await agency.CaseWhenFinishedAsync(number, Bound);
        Assert.Equal("refused", file["status"]!["key"]!.GetValue<string>());
        var report = await deployment.ReportAsync();
        Assert.True(report.Requests["tax/CancelLandTransferAssessment"] > 1);
        Assert.Empty(report.Doubles);
        Assert.Contains(await agency.HistoryAsync(number), entry => entry.ToJsonString() is var text
            && text.Contains("AssessLandTransfer~compensation", StringComparison.Ordinal) && text.Contains("Cancelled", StringComparison.Ordinal));
    }

    private static async Task<JsonObject> UploadAsync(HttpClient agency, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments?name=contract.pdf") { Content = new StringContent(content) };
        request.Headers.Add("Idempotency-Key", "contract");
        request.Content.Headers.ContentType = new("application/pdf");
        using var answer = await agency.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
    }

    private static void AssertGranted(JsonObject file, params string[] parts)
    {
        Assert.Equal("returned", file["status"]!["key"]!.GetValue<string>());
        Assert.Equal(parts.Select(part => (part, "granted")), file["parts"]!.AsArray().Select(part => (part!["key"]!.GetValue<string>(), part["outcome"]!.GetValue<string>())));
    }
}
