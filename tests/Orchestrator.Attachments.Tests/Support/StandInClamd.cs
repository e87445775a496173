using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Attachments.Tests.Support;

/// <summary>Speaks INSTREAM as clamd does, over real TCP, and finds one word.</summary>
internal sealed class StandInClamd : IAsyncDisposable
{
    public const string Malware = "X5O!P%@AP";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    private StandInClamd(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Instead of looking, answers that.</summary>
    public string? Answer { get; set; }

    /// <summary>Sizes of what was scanned.</summary>
    public ConcurrentQueue<long> Scanned { get; } = new();

    public string Address => $"127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static StandInClamd Start(int port = 0) => new(port);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            await ServeAsync(client.GetStream());
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var command = new byte[10];
        await stream.ReadExactlyAsync(command, _stopping.Token);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        var content = new StringBuilder();
        var length = new byte[4];
        long size = 0;
        while (true)
        {
            await stream.ReadExactlyAsync(length, _stopping.Token);
            var count = (int)BinaryPrimitives.ReadUInt32BigEndian(length);
            if (count == 0)
                break;
            var piece = new byte[count];
            await stream.ReadExactlyAsync(piece, _stopping.Token);
            size += count;
            content.Append(Encoding.Latin1.GetString(piece));
        }

        Scanned.Enqueue(size);
        var found = content.ToString().Contains(Malware, StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes((Answer ?? (found ? "stream: Eicar-Test-Signature FOUND" : "stream: OK")) + "\0"), _stopping.Token);
    }
}
