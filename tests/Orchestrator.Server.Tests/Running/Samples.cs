using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Simulators.People;

namespace Orchestrator.Server.Tests.Running;

/// <summary>Made-up applications, and sending them.</summary>
internal static class Samples
{
    public const string BirthCode = "2.002621";

    public static string Birth(int seed = 1) => new SampleApplications(seed, TimeProvider.System).Birth(seed).ToJsonString();

    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string application, string? key = null, string code = BirthCode, string? locality = "00001")
    {
        var query = locality is null ? "" : $"?locality={locality}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/procedures/{code}/cases{query}");
        request.Content = new StringContent(application, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Submits a fresh birth application and gives its number.</summary>
    public static async Task<string> StartBirthAsync(this HttpClient client, int seed = 1, string? locality = "00001")
    {
        using var answer = await client.SubmitAsync(Birth(seed), locality: locality);
        var receipt = await answer.JsonAsync();
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, receipt.GetRawText());
        return receipt.GetProperty("number").GetString()!;
    }
}
