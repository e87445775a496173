using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Attachments.Scanning;

/// <summary>
/// Speaks INSTREAM with clamd over TCP (man clamd, "zINSTREAM"): pieces, each after its length in four bytes, then a length of zero; the answer is one line
/// that ends in a zero byte.
/// </summary>
internal sealed class ClamdScanner(AttachmentSettings settings, TimeProvider time)
{
    private const string Okay = "stream: OK", Start = "stream: ", Found = " FOUND";
    private const int PieceSize = 64 * 1024, LongestAnswer = 1024;

    /// <summary>True when files are scanned at all.</summary>
    public bool IsConfigured => settings.Scanner is not null;

    /// <summary>Has a content scanned.</summary>
    public async Task<ScanOutcome> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        var (host, port) = settings.Scanner ?? throw new InvalidOperationException("Expected a scanner to be configured, but there is none.");
        using var patience = new CancellationTokenSource(settings.ScannerPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(host, port, either.Token);
            await using var connection = client.GetStream();
            await connection.WriteAsync("zINSTREAM\0"u8.ToArray(), either.Token);
            await SendAsync(connection, content, patience, either.Token);
            return Read(await ReceiveAsync(connection, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ScanOutcome.NoAnswer("timeout");
        }
        catch (Exception problem) when (problem is SocketException or IOException and not AttachmentDamagedException)
        {
            return new ScanOutcome.NoAnswer(problem.GetType().Name);
        }
    }

    private async Task SendAsync(NetworkStream connection, Stream content, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        var piece = new byte[4 + PieceSize];
        while (await content.ReadAsync(piece.AsMemory(4), cancellationToken) is > 0 and var count)
        {
            BinaryPrimitives.WriteUInt32BigEndian(piece, (uint)count);
            await connection.WriteAsync(piece.AsMemory(0, 4 + count), cancellationToken);
            // A large file takes its time; it is silence that is waited for no longer than the patience.
            patience.CancelAfter(settings.ScannerPatience);
        }

        BinaryPrimitives.WriteUInt32BigEndian(piece, 0);
        await connection.WriteAsync(piece.AsMemory(0, 4), cancellationToken);
    }

    private static async Task<string> ReceiveAsync(NetworkStream connection, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && await connection.ReadAsync(answer.AsMemory(length), cancellationToken) is > 0 and var count)
        {
            length += count;
            if (answer.AsSpan(0, length).Contains((byte)0))
                break;
        }

        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n', '\r');
    }

    // Anything but the two answers that count ("… ERROR", "INSTREAM size limit exceeded") leaves the file unscanned: it must not pass as clean.
    private static ScanOutcome Read(string answer) =>
        answer == Okay ? new ScanOutcome.Clean()
        : answer.StartsWith(Start, StringComparison.Ordinal) && answer.EndsWith(Found, StringComparison.Ordinal) && answer.Length > Start.Length + Found.Length
            ? new ScanOutcome.Infected(answer[Start.Length..^Found.Length])
        : new ScanOutcome.NoAnswer(answer.Length == 0 ? "no answer" : answer);
}
