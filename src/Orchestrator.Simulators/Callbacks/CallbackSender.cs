using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.Requests;

namespace Orchestrator.Simulators.Callbacks;

/// <summary>
/// Sends the final answers that are due, again and again with growing delay until the other side answers 2xx. What is due stands in the ledger, so a
/// new process goes on where the old one was killed.
/// </summary>
internal sealed partial class CallbackSender(
    RegistrationLedger ledger, IHttpClientFactory clients, SimulatorOptions options, TimeProvider time, ILogger<CallbackSender> logger) : BackgroundService
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "callbacks";

    private const int AtOnce = 64;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _spoilt = new(StringComparer.Ordinal);

    /// <summary>Looks for callbacks at once, because there may be a new one.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is to look already.
        }
    }

    /// <summary>Sends the next callback of a request with a body that does not meet its schema; the one after it is right again.</summary>
    public void SpoilNext(string requestId) => _spoilt[requestId] = true;

    /// <summary>Sends what is due, and comes back when it was answered.</summary>
    /// <returns>When the next one is due, or null when there is none.</returns>
    public async Task<DateTimeOffset?> SendDueAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var next = ledger.NextCallbacks(AtOnce);
                var due = next.TakeWhile(callback => callback.DueAt <= time.GetUtcNow()).ToList();
                if (due.Count == 0)
                    return next is [var first, ..] ? first.DueAt : null;
                await SendAllAsync(due, cancellationToken);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        _sending.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var next = await SendDueAsync(stoppingToken);
                var wait = next - time.GetUtcNow() ?? options.CallbackRetryLimit;
                if (wait > TimeSpan.Zero)
                    await WaitAsync(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was sent and not struck off is sent again by the next process; receivers take an answer once.
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var woken = _wake.WaitAsync(either.Token);
        await Task.WhenAny(Task.Delay(wait, time, either.Token), woken);
        await either.CancelAsync();
        // Observed so that a wake-up taken at the last moment is not lost silently: the loop looks again anyway.
        await ((Task)woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAllAsync(IReadOnlyList<PendingCallback> due, CancellationToken stoppingToken)
    {
        var received = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stoppingToken }, async (callback, token) =>
        {
            if (await TrySendAsync(callback, token))
                received.Add(callback.Id);
            else
                ledger.PutOff(callback.Id, time.GetUtcNow() + Wait(callback.Attempts));
        });
        if (!received.IsEmpty)
            ledger.Delivered([.. received]);
    }

    private async Task<bool> TrySendAsync(PendingCallback callback, CancellationToken token)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var body = _spoilt.TryRemove(callback.RequestId, out _) ? Wire.Spoilt(callback.Body) : callback.Body;
            using var request = new HttpRequestMessage(HttpMethod.Post, callback.Url) { Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json) };
            if (options.CallbackSecret is { } secret)
                CallbackSignature.Sign(request, body, secret, time.GetUtcNow());
            using var response = await client.SendAsync(request, token);
            if (!response.IsSuccessStatusCode)
                LogRefused(logger, callback.Id, (int)response.StatusCode, callback.Attempts + 1);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            LogUnreachable(logger, callback.Id, callback.Attempts + 1, failure.Message);
            return false;
        }
    }

    private TimeSpan Wait(int attempts)
    {
        var wait = options.CallbackRetryDelay * Math.Pow(2, Math.Min(attempts, 16));
        return wait < options.CallbackRetryLimit ? wait : options.CallbackRetryLimit;
    }
}
