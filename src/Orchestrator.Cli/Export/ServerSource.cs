using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orchestrator.Cli.Export;

/// <summary>A running server.</summary>
internal sealed class ServerSource(HttpClient client) : IExportSource
{
    private const string Api = "elsa/api/workflow-definitions";

    public async Task<IReadOnlyList<string>> PublishedAsync(CancellationToken cancellationToken)
    {
        var list = await SendAsync($"{Api}?versionOptions=Published", answer => answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken), cancellationToken);
        return [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("definitionId").GetString()!)];
    }

    public Task<PublishedDefinition?> ReadAsync(string definitionId, CancellationToken cancellationToken) => SendAsync(
        $"{Api}/{Uri.EscapeDataString(definitionId)}/export?versionOptions=Published",
        async answer => answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : new PublishedDefinition(JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)), answer.Headers.ETag?.Tag.Trim('"')),
        cancellationToken);

    private async Task<T> SendAsync<T>(string path, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new ExportFault(
                    $"Expected a key that may read definitions, but the server answered {(int)answer.StatusCode}; set ORCHESTRATOR_API_KEY to a designer's key."),
                HttpStatusCode.OK or HttpStatusCode.NotFound => await read(answer),
                _ => throw new ExportFault($"Expected the server to answer, but it said {(int)answer.StatusCode}; look into its log."),
            };
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new ExportFault($"Expected a server at {client.BaseAddress}, but {problem.Message} Start it or name its address with --server.");
        }
    }
}
