using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>
/// What a module removes of a case that was erased, beside what became unreadable with its key. Called after the erasure is in the journal, and again until all of them
/// have done it: doing it twice must be the same as once.
/// </summary>
public interface ICaseErasure
{
    /// <summary>Removes it.</summary>
    Task EraseAsync(CaseId caseId, CancellationToken cancellationToken);
}
