using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Parking;

/// <summary>Calls that have no final answer yet, of all nodes and over restarts, in the order in which they go out.</summary>
public sealed class WaitingCalls
{
    private readonly IDbContextFactory<CallsDbContext> _contexts;

    internal WaitingCalls(IDbContextFactory<CallsDbContext> contexts) => _contexts = contexts;

    /// <summary>Calls of one agency by legal deadline; null when the cursor is not one of ours.</summary>
    /// <param name="agency">Code of the agency.</param>
    /// <param name="cursor">Where to go on, or null.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WaitingCallPage?> ListAsync(string agency, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(cursor, out var from))
            return null;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var calls = context.WaitingCalls.AsNoTracking().Where(call => call.Agency == agency);
        if (from is { } start)
            calls = calls.Where(call => call.DueBy >= start.At);
        var page = calls.OrderBy(call => call.DueBy).ThenBy(call => call.RequestedAt).ThenBy(call => call.CaseId).ThenBy(call => call.EffectId)
            .Skip(from?.Shown ?? 0).Take(limit + 1);
        var rows = await page.GroupJoin(
                context.Tries.AsNoTracking(), call => new { call.CaseId, call.EffectId }, tried => new { tried.CaseId, tried.EffectId }, (call, tries) => new { call, tries })
            .SelectMany(pair => pair.tries.DefaultIfEmpty(), (pair, tried) => new { pair.call, tried })
            .OrderBy(row => row.call.DueBy).ThenBy(row => row.call.RequestedAt).ThenBy(row => row.call.CaseId).ThenBy(row => row.call.EffectId)
            .ToListAsync(cancellationToken);
        var next = Cursor.Next(rows, limit, from, row => row.call.DueBy);
        return new WaitingCallPage([.. rows.Take(limit).Select(row => Shown(row.call, row.tried))], next);
    }

    /// <summary>How many calls of each agency wait, and how many of them because it is down.</summary>
    public async Task<IReadOnlyDictionary<string, WaitingCallCount>> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var down = ReplyClass.Down.Word();
        var waiting = await context.WaitingCalls.AsNoTracking().GroupBy(call => call.Agency)
            .Select(calls => new { Agency = calls.Key, Count = calls.Count(), Oldest = calls.Min(call => call.RequestedAt) }).ToListAsync(cancellationToken);
        var parked = await context.WaitingCalls.AsNoTracking()
            .Where(call => context.Tries.Any(tried => tried.CaseId == call.CaseId && tried.EffectId == call.EffectId && tried.LastClass == down))
            .GroupBy(call => call.Agency).Select(calls => new { Agency = calls.Key, Count = calls.Count() }).ToListAsync(cancellationToken);
        return waiting.ToDictionary(
            entry => entry.Agency,
            entry => new WaitingCallCount(entry.Count, parked.FirstOrDefault(other => other.Agency == entry.Agency)?.Count ?? 0, entry.Oldest),
            StringComparer.Ordinal);
    }

    private static WaitingCall Shown(WaitingCallRow call, CallTryRow? tried) => new(
        new CaseId(call.CaseId), call.EffectId, call.Operation, call.RequestedAt, call.DueBy == CallProjection.WithoutDeadline ? null : call.DueBy,
        (int)(tried?.Attempts ?? 0), tried?.LastClass, tried?.NextAttemptAt);
}

/// <summary>Some waiting calls.</summary>
/// <param name="Calls">In the order in which they go out.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record WaitingCallPage(IReadOnlyList<WaitingCall> Calls, string? Next);

/// <summary>A call that has no final answer yet.</summary>
/// <param name="CaseId">Whose.</param>
/// <param name="EffectId">Which effect of the case.</param>
/// <param name="Operation">The document's <c>operationId</c>.</param>
/// <param name="RequestedAt">When the case asked for it.</param>
/// <param name="DueBy">Legal deadline of the case at that time, or null.</param>
/// <param name="Attempts">Tries recorded so far.</param>
/// <param name="LastClass">Reply class of the last one, or null.</param>
/// <param name="NextTryAt">When it is tried by itself again; null when it waits for its turn, for the agency to be back, or for a callback.</param>
public sealed record WaitingCall(
    CaseId CaseId, string EffectId, string Operation, DateTimeOffset RequestedAt, DateTimeOffset? DueBy, int Attempts, string? LastClass, DateTimeOffset? NextTryAt);

/// <summary>How many calls of an agency wait.</summary>
/// <param name="Waiting">All without a final answer, also those that the agency has accepted.</param>
/// <param name="Parked">Those of them that found the agency down at their last try.</param>
/// <param name="Since">When the oldest was asked for.</param>
public sealed record WaitingCallCount(int Waiting, int Parked, DateTimeOffset Since);
