namespace Orchestrator.Agencies.Parking;

/// <summary>Makes calls and reports them: the seam between when a call is made and how.</summary>
internal interface ICallRunner
{
    /// <summary>Makes the call once.</summary>
    Task<TryResult> TryAsync(AgencyCall call, CancellationToken cancellationToken);

    /// <summary>Tells the case what came of it. Never throws but for cancellation.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="isOpen">True when the agency's circuit is open with this result counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True when the call waits until the agency is back.</returns>
    Task<bool> ReportAsync(AgencyCall call, TryResult result, bool isOpen, CancellationToken cancellationToken);
}
