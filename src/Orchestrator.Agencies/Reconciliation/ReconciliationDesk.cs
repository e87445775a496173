using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Storage;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Comparing with agencies by hand: begin a run, read runs and differences.</summary>
public sealed partial class ReconciliationDesk
{
    private readonly AgencyCatalog _catalog;
    private readonly Reconciler _reconciler;
    private readonly ReconciliationBook _book;
    private readonly ReconciliationSettings _settings;
    private readonly IDbContextFactory<ReconciliationDbContext> _contexts;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly ILogger _logger;

    internal ReconciliationDesk(
        AgencyCatalog catalog, Reconciler reconciler, ReconciliationBook book, ReconciliationSettings settings, IDbContextFactory<ReconciliationDbContext> contexts,
        IHostApplicationLifetime? lifetime, ILogger logger) =>
        (_catalog, _reconciler, _book, _settings, _contexts, _lifetime, _logger) = (catalog, reconciler, book, settings, contexts, lifetime, logger);

    /// <summary>True when an agency can be asked about any of its calls.</summary>
    public bool CanAsk(string agency) => _catalog.Find(agency) is { } document && Reconciler.CanAsk(document);

    /// <summary>Begins a run now; it goes on after the answer. While one of the agency is under way, that one is given.</summary>
    public async Task<StartedReconciliation> StartAsync(string agency, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_catalog.Find(agency) is not { } document)
            return new StartedReconciliation.UnknownAgency();
        if (!Reconciler.CanAsk(document))
            return new StartedReconciliation.CannotAsk();
        if (await _book.TakeOverAsync(agency, cancellationToken) is not { } run)
        {
            if (await _book.UnderWayAsync(agency, cancellationToken) is { } other)
                return new StartedReconciliation.Run(Shown(other));
            if (await _book.BeginAsync(agency, $"asked:{Guid.NewGuid():n}", actor.ToString(), _settings.Days, cancellationToken) is not { } begun)
                throw new InvalidOperationException("Expected a slot of its own for a run that a person begins, but it is taken; try again.");
            run = begun;
        }

        var shown = Shown(run);
        _ = Task.Run(() => WorkAsync(run), CancellationToken.None);
        return new StartedReconciliation.Run(shown);
    }

    /// <summary>Runs of an agency, oldest first; null when the cursor is not one of ours.</summary>
    public async Task<ReconciliationPage<ReconciliationRun>?> ListRunsAsync(string agency, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(cursor, out var from))
            return null;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var runs = context.Runs.AsNoTracking().Where(row => row.Agency == agency);
        if (from is { } start)
            runs = runs.Where(row => row.StartedAt >= start.At);
        var rows = await runs.OrderBy(row => row.StartedAt).ThenBy(row => row.Id).Skip(from?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        return new([.. rows.Take(limit).Select(Shown)], Cursor.Next(rows, limit, from, row => row.StartedAt));
    }

    /// <summary>Differences with an agency, oldest first; null when the cursor is not one of ours.</summary>
    public async Task<ReconciliationPage<FoundDifference>?> ListDifferencesAsync(string agency, bool onlyOpen, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(cursor, out var from))
            return null;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var found = context.Differences.AsNoTracking().Where(row => row.Agency == agency);
        if (onlyOpen)
            found = found.Where(row => row.RepairedAt == null);
        if (from is { } start)
            found = found.Where(row => row.FoundAt >= start.At);
        var rows = await found.OrderBy(row => row.FoundAt).ThenBy(row => row.CaseId).ThenBy(row => row.EffectId).ThenBy(row => row.Kind).Skip(from?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        return new([.. rows.Take(limit).Select(FoundDifference.Of)], Cursor.Next(rows, limit, from, row => row.FoundAt));
    }

    /// <summary>The newest runs of an agency, newest first.</summary>
    public async Task<IReadOnlyList<ReconciliationRun>> NewestRunsAsync(string agency, int count, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs.AsNoTracking().Where(row => row.Agency == agency).OrderByDescending(row => row.StartedAt).ThenByDescending(row => row.Id).Take(count).ToListAsync(cancellationToken);
        return [.. rows.Select(Shown)];
    }

    /// <summary>The differences with an agency that were found last, repaired ones as well, newest first.</summary>
    public async Task<IReadOnlyList<FoundDifference>> NewestDifferencesAsync(string agency, int count, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Differences.AsNoTracking().Where(row => row.Agency == agency)
            .OrderByDescending(row => row.FoundAt).ThenBy(row => row.CaseId).ThenBy(row => row.EffectId).ThenBy(row => row.Kind).Take(count).ToListAsync(cancellationToken);
        return [.. rows.Select(FoundDifference.Of)];
    }

    private async Task WorkAsync(ReconciliationRunRow run)
    {
        try
        {
            await _reconciler.WorkAsync(run, _lifetime?.ApplicationStopping ?? CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The node stops; another goes on when the lease has ended.
        }
        catch (Exception problem)
        {
            LogStopped(problem, run.Agency);
        }
    }

    private static ReconciliationRun Shown(ReconciliationRunRow row) => new(
        row.Id, row.StartedBy, row.StartedAt, row.EndedAt, row.EndedAt is not null ? "done" : row.IsHeldUp ? "held-up" : "running", row.Since, row.Asked, row.Agreed, row.Different, row.Unclear);

    [LoggerMessage(1, LogLevel.Error, "Reconciliation with {Agency} stopped; it goes on later")]
    private partial void LogStopped(Exception problem, string agency);
}

/// <summary>What became of a wish to compare with an agency.</summary>
public abstract record StartedReconciliation
{
    private StartedReconciliation() { }

    /// <summary>It runs.</summary>
    public sealed record Run(ReconciliationRun Started) : StartedReconciliation;

    /// <summary>There is no such agency.</summary>
    public sealed record UnknownAgency : StartedReconciliation;

    /// <summary>None of its operations has an <c>x-status-inquiry</c>.</summary>
    public sealed record CannotAsk : StartedReconciliation;
}

/// <summary>Some rows.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record ReconciliationPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>One comparison of all calls of a window with what an agency says.</summary>
/// <param name="Id">Names it.</param>
/// <param name="StartedBy">Who began it: <c>night</c>, or an actor.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When it was through, or null.</param>
/// <param name="State"><c>running</c>, <c>held-up</c> while the agency does not work, or <c>done</c>.</param>
/// <param name="Since">Calls since then are compared.</param>
/// <param name="Asked">Calls that the agency was asked about so far.</param>
/// <param name="Agreed">Those on which both sides agree.</param>
/// <param name="Different">Those on which they do not; new or known.</param>
/// <param name="Unclear">Those about which the agency said nothing that can be compared.</param>
public sealed record ReconciliationRun(
    Guid Id, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string State, DateTimeOffset Since, int Asked, int Agreed, int Different, int Unclear);

/// <summary>A difference that was found.</summary>
/// <param name="Id">Names it: <c>{case id}-{effect id}-{kind}</c>.</param>
/// <param name="CaseId">The case.</param>
/// <param name="Operation">The call's operation.</param>
/// <param name="Kind">How the two sides differ.</param>
/// <param name="Repair">What mends it.</param>
/// <param name="TextVi">For people, in Vietnamese.</param>
/// <param name="TextEn">For people, in English.</param>
/// <param name="IncidentId">The case's incident about it, or null.</param>
/// <param name="FoundAt">When it was found first.</param>
/// <param name="RepairedAt">When its repair was ordered, or null.</param>
public sealed record FoundDifference(
    string Id, CaseId CaseId, string Operation, DifferenceKind Kind, RepairKind Repair, string TextVi, string TextEn, string? IncidentId, DateTimeOffset FoundAt, DateTimeOffset? RepairedAt)
{
    internal static FoundDifference Of(ReconciliationDifferenceRow row) => new(
        $"{new CaseId(row.CaseId)}-{row.EffectId}-{row.Kind}", new CaseId(row.CaseId), row.Operation, Enum.Parse<DifferenceKind>(row.Kind), Enum.Parse<RepairKind>(row.Repair), row.TextVi, row.TextEn,
        row.IncidentId, row.FoundAt, row.RepairedAt);
}
