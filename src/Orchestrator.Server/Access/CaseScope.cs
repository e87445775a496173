using System.Collections.Immutable;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Tasks;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Access;

/// <summary>
/// Which cases, tasks and incidents a caller may know of. What is out of scope is answered as if it did not exist, so that numbers cannot be
/// probed. The rules are the table in <c>docs/access.md</c>.
/// </summary>
internal sealed class CaseScope(CaseFileReader cases)
{
    /// <summary>The case with that number, or null when there is none or the caller may not know of it.</summary>
    public async Task<CaseFile?> FindAsync(Caller caller, string number, CancellationToken cancellationToken) =>
        await cases.FindAsync(number, cancellationToken) is { } file && await SeesAsync(caller, file, cancellationToken) ? file : null;

    /// <summary>True when the case is of a locality of the caller and, for a caller of an agency, concerns that agency or was sent by it.</summary>
    public async ValueTask<bool> SeesAsync(Caller caller, CaseFile file, CancellationToken cancellationToken)
    {
        if (!caller.Covers(file.Locality))
            return false;
        return caller.Agency is not { } agency || Concerns(file, agency) || await WasSentByAsync(caller, file, cancellationToken);
    }

    /// <summary>The same for a case by its id; false when there is none.</summary>
    public async Task<bool> SeesAsync(Caller caller, CaseId caseId, CancellationToken cancellationToken) =>
        await cases.FindAsync(caseId, cancellationToken) is { } file && await SeesAsync(caller, file, cancellationToken);

    /// <summary>The localities to search in when the caller asks for one, or for none in particular; null when that is out of scope.</summary>
    public static ImmutableArray<string>? Localities(Caller caller, string? asked) =>
        asked is null ? caller.Localities : caller.Covers(asked) ? [asked] : null;

    /// <summary>True when the task is the caller's to know of.</summary>
    public static bool Sees(Caller caller, OfficerTask task) =>
        caller.Covers(task.Locality) && (caller.Agency is null || task.Agency is null || task.Agency == caller.Agency);

    /// <summary>True when the incident is the caller's to know of: a caller of an agency sees those that its agency must act on.</summary>
    public static bool Sees(Caller caller, IncidentView incident) =>
        caller.Covers(incident.Locality) && (caller.Agency is null || incident.Owner == caller.Agency);

    private static bool Concerns(CaseFile file, string agency) =>
        file.Parts.Any(part => part.Agency == agency) || file.Holders.Any(holder => holder.Kind == "agency" && holder.Code == agency);

    private async Task<bool> WasSentByAsync(Caller caller, CaseFile file, CancellationToken cancellationToken) =>
        await cases.HistoryAsync(file.Number, 0, 1, cancellationToken) is [{ } first, ..] && first.Actor == caller.Actor.ToString();
}
