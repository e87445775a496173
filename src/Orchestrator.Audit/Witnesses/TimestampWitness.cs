using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnesses;

/// <summary>
/// Has a time-stamping authority outside (RFC 3161) confirm when the newest checkpoint was there. Each checkpoint names the one before, so a stamp covers all before it; what the
/// authority missed while it was away, the next stamp covers. Tokens are appended to a file beside the checkpoints.
/// </summary>
internal sealed partial class TimestampWitness(AuditSettings settings, IHttpClientFactory clients, ILogger<TimestampWitness> logger)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "audit-timestamps";

    private const int LargestAnswer = 64 * 1024;
    private long _newest;

    /// <summary>Has the newest checkpoint of the file stamped, when it is not yet. Never fails: an authority that is away is asked again after the next checkpoint.</summary>
    public async Task StampAsync(CancellationToken cancellationToken)
    {
        if (settings.TimestampUrl is not { } url) return;
        try
        {
            if (CheckpointFile.Read(settings.CheckpointFile) is not [.., var newest] || newest.Checkpoint.Number <= _newest) return;
            var token = await AskAsync(url, newest, cancellationToken);
            await TimestampFile.AppendAsync(settings.TimestampFile, newest.Checkpoint.Number, token, cancellationToken);
            _newest = newest.Checkpoint.Number;
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or CryptographicException or FormatException || (cause is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogMissing(logger, cause.Message);
        }
    }

    private async Task<byte[]> AskAsync(Uri url, SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(Encoding.UTF8.GetBytes(checkpoint.Text), HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var content = new ByteArrayContent(request.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var client = clients.CreateClient(Client);
        client.MaxResponseContentBufferSize = LargestAnswer;
        using var answer = await client.PostAsync(url, content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(cancellationToken), out _).AsSignedCms().Encode();
    }

    [LoggerMessage(1, LogLevel.Warning, "The newest checkpoint has no time stamp: {Reason}; it is asked for again after the next one")]
    private static partial void LogMissing(ILogger logger, string reason);
}
