using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Outbound;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Http;

/// <summary>
/// Sends the requests that designers draw. Only to hosts that configuration allows, never through a redirect; every try of one carries the same
/// <c>Idempotency-Key</c>, because a node that stopped before it learned the answer sends it again.
/// </summary>
internal sealed class SendRequestHandler : IEffectHandler, IDisposable
{
    private readonly ICaseRuntime _runtime;
    private readonly HttpOptions _options;
    private readonly AllowedHosts _hosts;
    private readonly HttpClient _client;

    public SendRequestHandler(ICaseRuntime runtime, HttpOptions options)
    {
        (_runtime, _options, _hosts) = (runtime, options, AllowedHosts.Parse(options.AllowedHosts));
        _client = new HttpClient(GuardedConnections.CreateHandler(new AddressGuard(options.AllowLoopback, options.AllowPrivateNetworks)))
        {
            Timeout = options.RequestTimeout,
            MaxResponseContentBufferSize = options.LargestBody,
        };
    }

    public string Kind => EffectKinds.HttpRequest;

    public void Dispose() => _client.Dispose();

    public async Task HandleAsync(PendingEffect effect, CancellationToken cancellationToken)
    {
        var asked = effect.Effect.Payload;
        var url = new Uri(asked.GetProperty("url").GetString()!);
        CaseCommand command = _hosts.Allows(url)
            ? await SendAsync(effect.Effect, url, cancellationToken)
            : Fail(effect.Effect, "host-not-allowed", $"Expected a host that definitions may send requests to, but {url.Host} is none; add it to Http:AllowedHosts, or describe it as an agency.");
        (await _runtime.SendAsync(effect.CaseId, command, Actor.System, cancellationToken)).OrThrow();
    }

    private static FailEffect Fail(Effect effect, string code, string message) => new(effect.Id, new Fault(code, message), null);

    private async Task<CaseCommand> SendAsync(Effect effect, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(effect, url);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return new CompleteEffect(effect.Id, "answered", await OutputsAsync(answer, cancellationToken), null);
        }
        catch (HttpRequestException problem) when (problem.InnerException is AddressRefusedException refused)
        {
            return Fail(effect, "address-not-allowed", refused.Message);
        }
        catch (Exception problem) when (problem is FormatException or InvalidOperationException)
        {
            return Fail(effect, "invalid-input", $"Expected a request that can be sent to {url.Host}, but {problem.Message} Correct the method or the headers.");
        }
        catch (HttpRequestException)
        {
            return new CompleteEffect(effect.Id, "not-connected", null, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CompleteEffect(effect.Id, "timed-out", null, null);
        }
    }

    private static HttpRequestMessage Request(Effect effect, Uri url)
    {
        var asked = effect.Payload;
        var request = new HttpRequestMessage(new HttpMethod(asked.GetProperty("method").GetString()!), url);
        if (asked.GetProperty("content") is { ValueKind: not JsonValueKind.Null } content) request.Content = Body(content, asked.GetProperty("contentType").GetString());
        if (asked.GetProperty("authorization").GetString() is { Length: > 0 } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var header in asked.GetProperty("headers").EnumerateObject())
        {
            var values = header.Value.EnumerateArray().Select(value => value.GetString()).ToArray();
            if (!request.Headers.TryAddWithoutValidation(header.Name, values)) request.Content?.Headers.TryAddWithoutValidation(header.Name, values);
        }

        if (!request.Headers.Contains("Idempotency-Key")) request.Headers.Add("Idempotency-Key", effect.IdempotencyKey);
        return request;
    }

    private static HttpContent Body(JsonElement content, string? contentType)
    {
        if (contentType == "application/x-www-form-urlencoded" && content.ValueKind == JsonValueKind.Object)
            return new FormUrlEncodedContent(content.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.ToString())));
        var text = content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
        var type = string.IsNullOrEmpty(contentType) ? content.ValueKind == JsonValueKind.String ? "text/plain" : "application/json" : contentType;
        return new StringContent(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type.Contains(';', StringComparison.Ordinal) ? type : type + "; charset=utf-8") } };
    }

    private static async Task<JsonElement> OutputsAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["StatusCode"] = (int)answer.StatusCode,
            ["ParsedContent"] = BodyText.Parse(text, answer.Content.Headers.ContentType?.MediaType),
            ["ResponseHeaders"] = answer.Headers.Concat(answer.Content.Headers).Where(header => !header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
        });
    }
}
