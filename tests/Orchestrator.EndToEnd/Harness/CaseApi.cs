using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>What the tests ask over HTTP, as an agency would.</summary>
internal static class CaseApi
{
    public const string Birth = "2.002621";
    public const string Death = "2.002622";

    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string procedure, JsonNode application, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/procedures/{procedure}/cases", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(application.ToJsonString(), Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }

    /// <summary>Submits as a careful sender does: the same key again until there is an answer that is not "try later".</summary>
    /// <returns>The dossier number.</returns>
    public static async Task<string> SubmitUntilAnsweredAsync(this HttpClient client, string procedure, JsonNode application, string key, TimeSpan bound)
    {
        string? number = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.SubmitAsync(procedure, application, key);
                    if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return false;
                    if (!answer.IsSuccessStatusCode) Assert.Fail($"{key}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                    number = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["number"]!.GetValue<string>();
                    return true;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
                {
                    return false;
                }
            },
            bound,
            () => $"an answer to the submission {key}");
        return number!;
    }

    public static async Task<JsonObject> CaseAsync(this HttpClient client, string number) =>
        (await client.GetFromJsonAsync<JsonObject>(new Uri($"/api/v1/cases/{number}", UriKind.Relative)))!;

    public static async Task<JsonObject> CaseWhenFinishedAsync(this HttpClient client, string number, TimeSpan bound)
    {
        JsonObject? file = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync(new Uri($"/api/v1/cases/{number}", UriKind.Relative));
                if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return false;
                file = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
                return file!["finishedAt"] is not null;
            },
            bound,
            () => $"{number} to finish, but it is {file}");
        return file!;
    }

    /// <summary>Every journal entry of a case, page by page.</summary>
    public static async Task<IReadOnlyList<JsonObject>> HistoryAsync(this HttpClient client, string number)
    {
        var entries = new List<JsonObject>();
        string? cursor = null;
        do
        {
            var page = (await client.GetFromJsonAsync<JsonObject>(
                new Uri($"/api/v1/cases/{number}/history?limit=200&cursor={Uri.EscapeDataString(cursor ?? "")}", UriKind.Relative)))!;
            entries.AddRange(page["items"]!.AsArray().Select(entry => entry!.AsObject()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return entries;
    }
}
