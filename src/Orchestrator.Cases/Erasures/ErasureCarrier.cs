using Microsoft.EntityFrameworkCore;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Erasures;

/// <summary>
/// Carries an erasure out, with the cases that the case started: the key of each is destroyed in the commit of its last journal entry, then every module removes what it
/// still has. Each part may be done again, so that an interrupted erasure is finished by doing all of it once more.
/// </summary>
internal sealed class ErasureCarrier(
    IDbContextFactory<CasesDbContext> contexts, ICaseRuntime runtime, CaseHeads heads, CaseSeals seals, IEnumerable<ICaseErasure> modules, TimeProvider time)
{
    private const int Page = 200;

    /// <summary>What keeps a case from being erased now, or null.</summary>
    public async Task<ErasureOutcome.NotPossible?> RefusalAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        foreach (var one in await FamilyAsync(caseId, cancellationToken))
        {
            if (await seals.ErasedAtAsync(one, cancellationToken) is not null || await runtime.FindAsync(one, cancellationToken) is not { } state) continue;
            if (state.SubStatus is not (CaseSubStatus.Finished or CaseSubStatus.Cancelled) || !state.Effects.IsEmpty)
                return new ErasureOutcome.NotPossible("case-runs", $"Expected case {one} to have ended with nothing left to do outside, but it goes on; erase it when it has ended, or withdraw it first.");
            if (!state.Incidents.IsEmpty)
                return new ErasureOutcome.NotPossible("incidents-open", $"Expected case {one} without open incidents, but it has some; resolve them first.");
        }

        return null;
    }

    /// <summary>Erases, and writes down that it is done.</summary>
    /// <returns>Null when it is done, else why not.</returns>
    public async Task<ErasureOutcome?> CarryOutAsync(ErasureRow row, CancellationToken cancellationToken)
    {
        var approvers = new[] { row.ApprovedBy, row.ConfirmedBy }.OfType<string>().ToArray();
        var colon = row.ConfirmedBy!.IndexOf(':', StringComparison.Ordinal);
        var actor = new Actor(row.ConfirmedBy[..colon], row.ConfirmedBy[(colon + 1)..]);
        foreach (var caseId in await FamilyAsync(new CaseId(row.CaseId), cancellationToken))
        {
            if (await seals.ErasedAtAsync(caseId, cancellationToken) is null)
            {
                switch (await runtime.SendAsync(caseId, new EraseCase(row.Basis, row.ProposedBy, [.. approvers]), actor, cancellationToken))
                {
                    case CommandOutcome.Rejected rejected:
                        return new ErasureOutcome.NotPossible(rejected.Code, rejected.Message);
                    case CommandOutcome.Unavailable unavailable:
                        return new ErasureOutcome.Unavailable(unavailable.Message);
                }
            }

            foreach (var module in modules) await module.EraseAsync(caseId, cancellationToken);
        }

        await seals.EmptyLogAsync(cancellationToken);
        var now = time.GetUtcNow();
        var done = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Erasures.Where(one => one.Id == row.Id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, ErasureStates.Done).SetProperty(one => one.CarriedOutAt, done), cancellationToken);
        return null;
    }

    /// <summary>The case behind those that it started, so that a case is still there while its children are erased.</summary>
    private async Task<IReadOnlyList<CaseId>> FamilyAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        var family = new List<CaseId> { caseId };
        for (var next = 0; next < family.Count; next++)
        {
            for (var skip = 0; ; skip += Page)
            {
                var children = await heads.ListAsync(new CaseHeadFilter { ParentId = family[next] }, CaseHeadOrder.Created, false, skip, Page, cancellationToken);
                family.AddRange(children.Heads.Select(head => head.CaseId));
                if (children.Heads.Count < Page) break;
            }
        }

        family.Reverse();
        return family;
    }
}
