using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Transports;
using Orchestrator.Attachments;
using Polly;

namespace Orchestrator.Agencies.Calls;

/// <summary>Sends requests over HTTP. Every way in which no answer comes is a value; nothing of a body or address is logged.</summary>
internal sealed class AgencyTransport(AgencyClients clients, AccessTokens tokens, AttachmentBook attachments, AnswerFiles files, TimeProvider time)
{
    /// <summary>Longest answer that is read, in bytes; a longer one counts as an answer without a body.</summary>
    public const int LongestAnswer = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<TimeSpan, ResiliencePipeline> _timeouts = new();

    /// <exception cref="AttachmentDamagedException">A file of the request is not what was uploaded; nothing whole was sent.</exception>
    public async Task<Exchange> SendAsync(Destination destination, AgencyRequest request, TimeSpan timeout, ReplySource source, ImmutableArray<AnswerFile> expected, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var requestHash = request.Body is { } body ? HttpContents.Hash(body) : null;
        try
        {
            var pipeline = _timeouts.GetOrAdd(timeout, length => new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(length).Build());
            var answer = await pipeline.ExecuteAsync(async token => await AuthorizedAsync(destination, request, expected, token), cancellationToken);
            var reply = new Reply(source, answer.Status, Encoding.UTF8.GetString(answer.Body), answer.RetryAfter) { HasFiles = answer.Files.Count > 0 && !answer.IsChecked, Schema = answer.Schema };
            return new Exchange(reply, requestHash, answer.Files is [var only] ? only.Reference.Sha256 : Hash(answer.Body), time.GetElapsedTime(started)) { Refusal = answer.Refusal, Proof = answer.Proof, Files = answer.Files };
        }
        catch (Exception problem) when (Damage(problem) is { } damaged)
        {
            // Not the agency's silence: our own file is broken, and the request was broken off with it.
            throw damaged;
        }
        catch (Exception problem) when (Silence(problem, cancellationToken) is { } silence)
        {
            return new Exchange(Reply.None(source, silence), requestHash, null, time.GetElapsedTime(started));
        }
    }

    // A token that the agency refuses before its time (it was revoked, or their clock is ahead) is renewed once; the key makes the second try safe.
    private async Task<Answer> AuthorizedAsync(Destination destination, AgencyRequest request, ImmutableArray<AnswerFile> expected, CancellationToken cancellationToken)
    {
        var client = clients.For(destination.Agency, destination.Client);
        if (destination.Tokens is not { } settings)
            return await ExchangeAsync(client, destination, request, expected, null, cancellationToken);
        var token = await tokens.GetAsync(settings, client, cancellationToken);
        var answer = await ExchangeAsync(client, destination, request, expected, token, cancellationToken);
        if (answer.Status != (int)HttpStatusCode.Unauthorized)
            return answer;
        tokens.Forget(settings, token);
        return await ExchangeAsync(client, destination, request, expected, await tokens.GetAsync(settings, client, cancellationToken), cancellationToken);
    }

    private async Task<Answer> ExchangeAsync(HttpClient client, Destination destination, AgencyRequest request, ImmutableArray<AnswerFile> expected, string? token, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var type in expected.Where(answer => !answer.IsJson).Select(answer => answer.MediaType).Distinct())
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        foreach (var (name, value) in request.Headers.Concat(destination.Headers))
            message.Headers.TryAddWithoutValidation(name, value);
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (request.Body is { } body)
            message.Content = HttpContents.Of(body, attachments);

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var taken = Expected(response, expected) is { } known ? await TakeAsync(destination.Agency, known, response.Content, cancellationToken) : null;
        var content = taken is null ? await ReadAsync(response, cancellationToken) : Encoding.UTF8.GetBytes(taken.Body);
        var isXRoad = destination.Kind == TransportKind.XRoad;
        return new Answer((int)response.StatusCode, RetryAfter(response), content)
        {
            Files = taken?.Files ?? [],
            IsChecked = taken?.IsChecked == true,
            Schema = taken?.Schema,
            Refusal = isXRoad && XRoadMessages.Error(Header) is { } refused ? refused : taken?.Fault is { } fault ? new Classification(ReplyClass.Invalid, null, true, fault) { Code = AnswerFiles.Refused } : null,
            Proof = isXRoad ? XRoadMessages.Proof(Header) : null,
        };

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }

    private static AnswerFile? Expected(HttpResponseMessage response, ImmutableArray<AnswerFile> expected) =>
        response.Content.Headers.ContentType?.MediaType is { } type
            ? expected.FirstOrDefault(answer => answer.IsJson == BodyReader.IsJson(type) && answer.Answers((int)response.StatusCode, type)) : null;

    private async Task<FileAnswer> TakeAsync(string agency, AnswerFile answer, HttpContent content, CancellationToken cancellationToken)
    {
        var name = content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return await files.TakeAsync(agency, answer, stream, content.Headers.ContentType?.ToString(), name, cancellationToken);
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

    private static AttachmentDamagedException? Damage(Exception? problem) =>
        problem is null ? null : problem as AttachmentDamagedException ?? Damage(problem.InnerException);

    private static string? Silence(Exception problem, CancellationToken cancellationToken) =>
        problem is TokenRefusedException refused ? refused.Message : Silences.Of(problem, cancellationToken);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed record Answer(int Status, TimeSpan? RetryAfter, byte[] Body)
    {
        public IReadOnlyList<Attachment> Files { get; init; } = [];

        public bool IsChecked { get; init; }

        public ValueSchema? Schema { get; init; }

        public Classification? Refusal { get; init; }

        public string? Proof { get; init; }
    }
}
