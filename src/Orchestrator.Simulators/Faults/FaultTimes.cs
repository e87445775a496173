namespace Orchestrator.Simulators.Faults;

/// <summary>When callbacks are due, by the faults that strike.</summary>
internal static class FaultTimes
{
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(10);

    /// <summary>Once for each time that the answer is sent.</summary>
    public static DateTimeOffset[] Callbacks(IReadOnlyList<Fault> faults, SimulatorOptions options, DateTimeOffset now)
    {
        var late = faults.FirstOrDefault(fault => fault.Kind == FaultKind.LateCallback);
        var delay = faults.Any(fault => fault.Kind == FaultKind.EarlyCallback) ? TimeSpan.Zero
            : late is null ? options.CallbackDelay
            : late.DelayMs is { } ms ? TimeSpan.FromMilliseconds(ms) : _late;
        var due = now + delay;
        if (faults.Any(fault => fault.Kind == FaultKind.NoCallback))
            return [];
        return faults.Any(fault => fault.Kind == FaultKind.DuplicateCallback) ? [due, due + options.CallbackDelay] : [due];
    }
}
