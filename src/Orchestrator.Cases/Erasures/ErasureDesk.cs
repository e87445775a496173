using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Erasures;

/// <summary>Erasing the data of cases: somebody proposes it, or a rule of the procedure does; it is carried out when two different persons are for it (<see cref="Approver.IsOtherThan"/>).</summary>
public sealed partial class ErasureDesk
{
    /// <summary>Longest basis, in characters.</summary>
    public const int LongestBasis = 300;

    /// <summary>Who proposes where a rule of a procedure does.</summary>
    public const string ByRule = "system:retention";

    private readonly IDbContextFactory<CasesDbContext> _contexts;
    private readonly IJournalReader _journal;
    private readonly CaseSeals _seals;
    private readonly ErasureCarrier _carrier;
    private readonly TimeProvider _time;

    internal ErasureDesk(IDbContextFactory<CasesDbContext> contexts, IJournalReader journal, CaseSeals seals, ErasureCarrier carrier, TimeProvider time) =>
        (_contexts, _journal, _seals, _carrier, _time) = (contexts, journal, seals, carrier, time);

    /// <summary>Proposes to erase the data of a case.</summary>
    /// <param name="file">Which.</param>
    /// <param name="basis">Why, for example an article of law; names no person, because it stays in the journal for good.</param>
    /// <param name="approver">Who; counts as the first person for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ErasureOutcome> ProposeAsync(CaseFile file, string? basis, Approver approver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(approver);
        return approver.Holder is null
            ? new ErasureOutcome.HolderRequired()
            : await ProposeAsync(file.CaseId, file.Number, file.Locality, basis, approver.Actor.ToString(), approver, cancellationToken);
    }

    /// <summary>The same, where a person proposes or a rule.</summary>
    internal async Task<ErasureOutcome> ProposeAsync(
        CaseId caseId, string number, string? locality, string? basis, string proposedBy, Approver? approver, CancellationToken cancellationToken)
    {
        if (basis?.Trim() is not { Length: > 0 and <= LongestBasis } why || LongNumber().IsMatch(why)) return new ErasureOutcome.InvalidBasis();
        if (await _seals.ErasedAtAsync(caseId, cancellationToken) is not null) return new ErasureOutcome.AlreadyErased();
        if (await _journal.ReadAsync(caseId, 0, 1, cancellationToken) is not [{ IsSealed: true }])
        {
            return new ErasureOutcome.NotPossible(
                "case-not-sealed", "Expected a journal that is sealed from its first entry on, but this one began before there were keys: what it holds in clear cannot be erased without breaking its proofs; restrict who can read this database and its backups, and note the decision in the files of your office (docs/privacy.md).");
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await OpenAsync(context, caseId, cancellationToken) is { } open) return new ErasureOutcome.Again(View(open));
        var row = new ErasureRow
        {
            Id = Guid.CreateVersion7(_time.GetUtcNow()),
            CaseId = caseId.Value,
            Number = number,
            Locality = locality,
            Basis = why,
            State = ErasureStates.Proposed,
            ProposedBy = proposedBy,
            ProposedAt = Now(),
            ApprovedBy = approver?.Actor.ToString(),
            ApprovedHolder = approver?.Holder,
            ApprovedMakers = approver is null ? null : string.Join(',', approver.Makers),
        };
        context.Erasures.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return new ErasureOutcome.Proposed(View(row));
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody else was faster; whatever else failed, fails again in this look.
            context.ChangeTracker.Clear();
            if (await OpenAsync(context, caseId, cancellationToken) is not { } other) throw;
            return new ErasureOutcome.Again(View(other));
        }
    }

    /// <summary>One erasure, or null.</summary>
    public async Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Erasures.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row ? View(row) : null;
    }

    /// <summary>Erasures, oldest first; null when the cursor is not one of ours.</summary>
    /// <param name="open">Only those that are neither done nor refused.</param>
    /// <param name="localities">Only of cases of these communes; empty for all.</param>
    /// <param name="after">Cursor of the page before, or null.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Page<Erasure>?> ListAsync(bool open, IReadOnlyCollection<string> localities, string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(localities);
        if (!Cursor.TryParse(after, out var cursor)) return null;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Erasures.AsNoTracking();
        if (open) rows = rows.Where(row => row.State == ErasureStates.Proposed || row.State == ErasureStates.Approved);
        if (localities.Count > 0) rows = rows.Where(row => row.Locality == null || localities.Contains(row.Locality));
        if (cursor is { } from) rows = rows.Where(row => row.ProposedAt >= from.At);
        var page = await rows.OrderBy(row => row.ProposedAt).ThenBy(row => row.Id).Skip(cursor?.Shown ?? 0).Take(limit + 1).ToListAsync(cancellationToken);
        return new Page<Erasure>([.. page.Take(limit).Select(View)], Cursor.Next(page, limit, cursor, row => row.ProposedAt));
    }

    /// <summary>A person is for it. With the second one it is carried out, and the answer comes when that is done.</summary>
    public async Task<ErasureOutcome> ApproveAsync(Guid id, Approver approver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approver);
        if (approver.Holder is not { } holder) return new ErasureOutcome.HolderRequired();
        var (by, makers, now) = (approver.Actor.ToString(), string.Join(',', approver.Makers), Now());
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Erasures.Where(row => row.Id == id);
        if (await rows.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is not { } found) return new ErasureOutcome.NotFound();
        if (found.State != ErasureStates.Proposed) return new ErasureOutcome.Decided(View(found));
        if (found.ApprovedBy is null)
        {
            var first = await rows.Where(row => row.State == ErasureStates.Proposed && row.ApprovedBy == null).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.ApprovedBy, by).SetProperty(row => row.ApprovedHolder, holder).SetProperty(row => row.ApprovedMakers, makers), cancellationToken);
            return first == 1 ? new ErasureOutcome.Proposed(View(await rows.AsNoTracking().FirstAsync(cancellationToken))) : await ApproveAsync(id, approver, cancellationToken);
        }

        if (found.ApprovedBy == by || !approver.IsOtherThan(found.ApprovedHolder, (found.ApprovedMakers ?? "").Split(',')))
            return new ErasureOutcome.SecondPersonRequired();
        if (await _carrier.RefusalAsync(new CaseId(found.CaseId), cancellationToken) is { } refusal) return refusal;
        // The first person stays as found: nothing but this method sets them, and only where there is none.
        var second = await rows.Where(row => row.State == ErasureStates.Proposed).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ConfirmedBy, by).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.State, ErasureStates.Approved), cancellationToken);
        var approved = await rows.AsNoTracking().FirstAsync(cancellationToken);
        if (second == 0) return new ErasureOutcome.Decided(View(approved));
        return await _carrier.CarryOutAsync(approved, cancellationToken) ?? new ErasureOutcome.Done(View(await rows.AsNoTracking().FirstAsync(cancellationToken)));
    }

    /// <summary>A person is against it; it is not carried out.</summary>
    public async Task<ErasureOutcome> RefuseAsync(Guid id, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (reason?.Trim() is not { Length: > 0 } why) return new ErasureOutcome.ReasonRequired();
        var (by, now) = (actor.ToString(), Now());
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Erasures.Where(row => row.Id == id);
        var refused = await rows.Where(row => row.State == ErasureStates.Proposed).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.RefusedBy, by).SetProperty(row => row.Reason, why).SetProperty(row => row.DecidedAt, now)
                .SetProperty(row => row.State, ErasureStates.Refused), cancellationToken);
        if (await rows.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is not { } found) return new ErasureOutcome.NotFound();
        return refused == 1 ? new ErasureOutcome.Refused(View(found)) : new ErasureOutcome.Decided(View(found));
    }

    /// <summary>Goes on with what two persons were for and a crash or an outage interrupted.</summary>
    internal async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var left = await context.Erasures.AsNoTracking().Where(row => row.State == ErasureStates.Approved).OrderBy(row => row.ProposedAt).ToListAsync(cancellationToken);
        var done = 0;
        foreach (var row in left)
        {
            if (await _carrier.CarryOutAsync(row, cancellationToken) is null) done++;
        }

        return done;
    }

    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    private static Task<ErasureRow?> OpenAsync(CasesDbContext context, CaseId caseId, CancellationToken cancellationToken) => context.Erasures.AsNoTracking()
        .FirstOrDefaultAsync(row => row.CaseId == caseId.Value && (row.State == ErasureStates.Proposed || row.State == ErasureStates.Approved), cancellationToken);

    private static Erasure View(ErasureRow row) => new(
        row.Id, row.Number, row.Locality, row.Basis, ErasureStates.Parse(row.State), row.ProposedBy, VietnamTime.Of(row.ProposedAt),
        [.. new[] { row.ApprovedBy, row.ConfirmedBy }.OfType<string>()], row.RefusedBy, row.Reason,
        row.DecidedAt is { } decided ? VietnamTime.Of(decided) : null, row.CarriedOutAt is { } done ? VietnamTime.Of(done) : null);

    // A personal number has 12 digits, an older one 9, a telephone number 10.
    [GeneratedRegex("[0-9]{9,}")]
    private static partial Regex LongNumber();
}
