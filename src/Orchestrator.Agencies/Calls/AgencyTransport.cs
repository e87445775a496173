using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Outbound;
using Polly;
using Polly.Timeout;

namespace Orchestrator.Agencies.Calls;

/// <summary>Sends requests over HTTP. Every way in which no answer comes is a value; nothing of a body or address is logged.</summary>
internal sealed class AgencyTransport(IHttpClientFactory clients, TimeProvider time)
{
    public const string ClientName = "orchestrator-agencies";

    /// <summary>Longest answer that is read, in bytes; a longer one counts as an answer without a body.</summary>
    public const int LongestAnswer = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<TimeSpan, ResiliencePipeline> _timeouts = new();

    public async Task<Exchange> SendAsync(
        AgencyRequest request, KeyValuePair<string, string>? credential, TimeSpan timeout, ReplySource source, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var requestHash = request.Body is { } body ? Hash(body) : null;
        try
        {
            var pipeline = _timeouts.GetOrAdd(timeout, length => new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(length).Build());
            var (status, retryAfter, answer) = await pipeline.ExecuteAsync(
                async token => await ExchangeAsync(request, credential, token), cancellationToken);
            var reply = new Reply(source, status, Encoding.UTF8.GetString(answer), retryAfter);
            return new Exchange(reply, requestHash, Hash(answer), time.GetElapsedTime(started));
        }
        catch (Exception problem) when (Silence(problem, cancellationToken) is { } silence)
        {
            return new Exchange(Reply.None(source, silence), requestHash, null, time.GetElapsedTime(started));
        }
    }

    private async Task<(int Status, TimeSpan? RetryAfter, byte[] Body)> ExchangeAsync(
        AgencyRequest request, KeyValuePair<string, string>? credential, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var message = new HttpRequestMessage(request.Method, request.Address);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (credential is { } secret)
            message.Headers.TryAddWithoutValidation(secret.Key, secret.Value);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return ((int)response.StatusCode, RetryAfter(response), await ReadAsync(response, cancellationToken));
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await stream.ReadAsync(answer.GetMemory(8 * 1024), cancellationToken);
            if (read == 0)
                return answer.WrittenSpan.ToArray();
            answer.Advance(read);
            if (answer.WrittenCount > LongestAnswer)
                return [];
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static string? Silence(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        TimeoutRejectedException => "timeout",
        HttpRequestException { InnerException: AddressRefusedException } => "address not allowed",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not found",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "certificate not accepted",
        HttpRequestException or IOException => "connection",
        OperationCanceledException when !cancellationToken.IsCancellationRequested => "timeout",
        _ => null,
    };

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
