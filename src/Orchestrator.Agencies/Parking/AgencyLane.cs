using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Parking;

/// <summary>
/// All calls of one agency on this node: so many at once, so many a second, none while its circuit is open but one that finds out.
/// Each agency has a lane of its own, so that a slow or broken one holds up nobody else.
/// </summary>
/// <param name="agency">Whom to call.</param>
/// <param name="rule">When it counts as down.</param>
/// <param name="runner">Makes the calls.</param>
/// <param name="time">The clock.</param>
/// <param name="downSince">Since when it is down as far as is known from before, or null.</param>
internal sealed class AgencyLane(AgencyDocument agency, CircuitRule rule, ICallRunner runner, TimeProvider time, DateTimeOffset? downSince = null) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Backlog _backlog = new();
    private readonly Dictionary<CallKey, (AgencyCall Call, Task Task)> _underWay = [];
    private readonly Dictionary<CallKey, AgencyCall> _next = [];
    private readonly CancellationTokenSource _stopping = new();
    private Circuit _circuit = downSince is { } since ? Circuit.Recalled(rule, since, time.GetUtcNow()) : Circuit.Closed;
    private Pace _pace = Pace.Start(agency.Limits.RequestsPerSecond, time.GetUtcNow());
    private bool _isProbing;
    private string? _lastFailure;
    private ITimer? _timer;
    private DateTimeOffset? _timerAt;

    /// <summary>How the lane is.</summary>
    public LaneState State
    {
        get
        {
            lock (_lock)
                return new LaneState(_circuit.OpenSince, _circuit.ProbeAt, _circuit.IsOpen ? _lastFailure : null, _backlog.Count, _underWay.Count, _backlog.FirstDeadline);
        }
    }

    /// <summary>Takes a call; one that waits or is under way already is not taken twice.</summary>
    public void Offer(AgencyCall call)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
                return;
            if (_underWay.TryGetValue(call.Key, out var running))
            {
                // The next try can be offered before the last one has left the lane; an offer that knows no more than that one is an echo.
                if (call.Effect.Attempts > running.Call.Effect.Attempts)
                    _next[call.Key] = call;
                return;
            }

            _backlog.Add(call);
            Pump();
        }
    }

    /// <summary>Stops: calls under way are cut off; what they did is found out with the same idempotency key later.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
                return;
            _stopping.Cancel();
            _timer?.Dispose();
            underWay = [.. _underWay.Values.Select(running => running.Task)];
        }

        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Pump()
    {
        var now = time.GetUtcNow();
        while (!_stopping.IsCancellationRequested && _backlog.Count > 0)
        {
            if (_circuit.IsOpen)
            {
                if (_isProbing)
                    return;
                if (_circuit.ProbeAt > now)
                {
                    WakeAt(_circuit.ProbeAt.Value, now);
                    return;
                }
            }
            else if (_underWay.Count >= agency.Limits.Concurrency)
            {
                return;
            }
            else if (_pace.NextAt(now) is var at && at > now)
            {
                WakeAt(at, now);
                return;
            }

            Start(now);
        }
    }

    private void Start(DateTimeOffset now)
    {
        _isProbing = _circuit.IsOpen;
        var call = (_isProbing ? _backlog.TakeProbe() : _backlog.TakeFirst())!;
        _pace = _pace.Take(now);
        var isProbe = _isProbing;
        _underWay[call.Key] = (call, Task.Run(() => RunAsync(call, isProbe)));
    }

    private async Task RunAsync(AgencyCall call, bool isProbe)
    {
        var isParked = false;
        try
        {
            var result = await runner.TryAsync(call, _stopping.Token).ConfigureAwait(false);
            isParked = await runner.ReportAsync(call, result, Count(result, isProbe), _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(call.Key);
                if (isProbe)
                    _isProbing = false;
                if (isParked)
                    _backlog.Add(call with { Parkings = call.Parkings + 1 });
                if (_next.Remove(call.Key, out var next))
                    _backlog.Add(next);
                Pump();
            }
        }
    }

    /// <summary>Counts a result; true when the circuit is open with it.</summary>
    private bool Count(TryResult result, bool isProbe)
    {
        lock (_lock)
        {
            if (result is not TryResult.Answered answered)
                return _circuit.IsOpen;
            if (!answered.IsDown)
                _circuit = Circuit.Closed;
            else if (isProbe || answered.SpeaksForAgency)
                _circuit = _circuit.AfterFailure(rule, isProbe, answered.Exchange.Reply.RetryAfter, time.GetUtcNow());
            _lastFailure = answered.IsDown ? answered.Meaning.Reason : null;
            return _circuit.IsOpen;
        }
    }

    private void WakeAt(DateTimeOffset at, DateTimeOffset now)
    {
        if (_timerAt is { } set && set <= at && set > now)
            return;
        _timerAt = at;
        _timer ??= time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(at - now, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock)
        {
            _timerAt = null;
            if (!_stopping.IsCancellationRequested)
                Pump();
        }
    }
}

/// <summary>How a lane is at a moment.</summary>
/// <param name="OpenSince">Since when no calls go out, or null.</param>
/// <param name="ProbeAt">When it is tried again, or null.</param>
/// <param name="Reason">What the last failure was, or null.</param>
/// <param name="Waiting">Calls that wait.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="FirstDeadline">Earliest legal deadline among those that wait, or null.</param>
internal sealed record LaneState(
    DateTimeOffset? OpenSince, DateTimeOffset? ProbeAt, string? Reason, int Waiting, int UnderWay, DateTimeOffset? FirstDeadline);
