using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Parking;
using Orchestrator.Cases.CaseFiles;

namespace Orchestrator.Server.Api;

/// <summary>Puts together what waits for an agency and what was promised for the cases that wait.</summary>
internal sealed class AgencyOutlook(WaitingCalls calls, PromiseBook promises, TimeProvider time)
{
    private const string Accepted = "accepted";
    private const int Page = 500, MostLookedAt = 5_000;

    /// <summary>A page of waiting calls; null when the cursor is not one of ours.</summary>
    public async Task<Page<WaitingCallView>?> ListAsync(AgencyStatus agency, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (await calls.ListAsync(agency.Code, cursor, limit, cancellationToken) is not { } page)
            return null;
        // The place in the queue is known on the first page only; later ones stand behind at least one page.
        var ahead = cursor is null ? 0 : limit;
        return new Page<WaitingCallView>(await ShownAsync(agency, page.Calls, ahead, cancellationToken), page.Next);
    }

    /// <summary>What waiting for the agency costs.</summary>
    public async Task<AgencySummary> SummarizeAsync(AgencyStatus agency, CancellationToken cancellationToken)
    {
        var count = (await calls.CountAsync(cancellationToken)).GetValueOrDefault(agency.Code);
        var (looked, missed, atRisk) = (0, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (string? cursor = null; ;)
        {
            var page = (await calls.ListAsync(agency.Code, cursor, Page, cancellationToken))!;
            foreach (var call in await ShownAsync(agency, page.Calls, looked, cancellationToken))
                (call.Promise switch { "missed" => missed, "at-risk" => atRisk, _ => null })?.Add(call.Number!);
            looked += page.Calls.Count;
            if (page.Next is null || looked >= MostLookedAt)
                return new AgencySummary(count?.Waiting ?? 0, count?.Parked ?? 0, count?.Since, missed.Count, atRisk.Count, page.Next is null);
            cursor = page.Next;
        }
    }

    private async Task<IReadOnlyList<WaitingCallView>> ShownAsync(AgencyStatus agency, IReadOnlyList<WaitingCall> waiting, int ahead, CancellationToken cancellationToken)
    {
        var known = await promises.FindAsync([.. waiting.Select(call => call.CaseId)], cancellationToken);
        var now = time.GetUtcNow();
        var views = new List<WaitingCallView>(waiting.Count);
        foreach (var call in waiting)
        {
            DateTimeOffset? earliest = call.LastClass == Accepted ? null : DrainForecast.EarliestAt(now, agency.NextProbeAt, ahead++, agency.Limits.RequestsPerSecond);
            var promise = known.GetValueOrDefault(call.CaseId);
            views.Add(new WaitingCallView(
                promise?.Number, promise?.Locality, call.Operation, call.RequestedAt, call.DueBy, call.Attempts, call.LastClass, call.NextTryAt, earliest,
                promise?.PromisedBy, promise is null ? null : Word(promise, now, earliest)));
        }

        return views;
    }

    private static string Word(CasePromise promise, DateTimeOffset now, DateTimeOffset? earliest) =>
        promise.IsPaused ? "paused"
        : promise.PromisedBy < now ? "missed"
        : earliest > promise.PromisedBy ? "at-risk"
        : "kept";
}

/// <summary>What waiting for an agency costs.</summary>
/// <param name="Waiting">Calls without a final answer.</param>
/// <param name="Parked">Those that wait until it is back.</param>
/// <param name="Since">When the oldest was asked for, or null.</param>
/// <param name="Missed">Cases whose promised date has passed.</param>
/// <param name="WillMiss">Cases that cannot keep theirs by what is known now.</param>
/// <param name="IsComplete">False when only the first calls were looked at.</param>
internal sealed record AgencySummary(int Waiting, int Parked, DateTimeOffset? Since, int Missed, int WillMiss, bool IsComplete);
