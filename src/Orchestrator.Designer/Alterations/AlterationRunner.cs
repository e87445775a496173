using System.Text.Json;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Alterations;

/// <summary>
/// Changes cases by hand. Each change is a command of the engine: durable when it is answered, with its author and reason in the journal, and refused with a
/// reason when it does not fit. Changes of one case are made in order and end at the first that is refused.
/// </summary>
internal sealed class AlterationRunner(CaseHeads heads, ICaseRuntime runtime, IDefinitionStore definitions, TimeProvider time)
{
    /// <summary>How many cases one request may change; the caller waits for all of them.</summary>
    public const int MostCases = 1_000;

    /// <summary>The reason that is written when a client sends none.</summary>
    public const string UsualReason = "Asked for in Elsa Studio, which has no field for a reason.";

    /// <summary>The cases that a filter means, or why it cannot be used.</summary>
    public async Task<(IReadOnlyList<CaseHead> Cases, string? Fault)> SelectAsync(AlterationFilter filter, CancellationToken cancellationToken)
    {
        var (condition, fault) = Condition(filter);
        if (condition is null) return ([], fault);
        var cases = (await heads.ListAsync(condition, CaseHeadOrder.Created, descending: false, 0, MostCases + 1, cancellationToken)).Heads;
        return cases.Count > MostCases ? ([], $"Expected at most {MostCases} cases at once, but more fit; narrow the filter.") : (cases, null);
    }

    /// <summary>Makes changes to cases.</summary>
    public async Task<IReadOnlyList<AlterationResult>> RunAsync(IReadOnlyList<CaseHead> cases, IReadOnlyList<Change> changes, Actor actor, CancellationToken cancellationToken)
    {
        var results = new List<AlterationResult>(cases.Count);
        foreach (var head in cases) results.Add(await RunAsync(head, changes, actor, cancellationToken));
        return results;
    }

    /// <summary>Runs faulted activities of a case again.</summary>
    public async Task<AlterationResult> RetryAsync(CaseHead head, IReadOnlyList<string>? activityIds, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var incidents = (await runtime.FindAsync(head.CaseId, cancellationToken))?.Incidents.Values
            .Where(incident => activityIds is not { Count: > 0 } || (incident.ActivityId is { } id && activityIds.Contains(id))).OrderBy(incident => incident.OpenedAt).ToList() ?? [];
        if (incidents.Count == 0) return Result(head, [Line("Warning", "Expected an open incident to retry, but there is none; nothing is to be done.")], isGood: false, hasWork: false);
        return await SendAsync(head, [.. incidents.Select(incident => new ResolveIncident(incident.Id, IncidentResolution.Retried, reason))], actor, cancellationToken);
    }

    private async Task<AlterationResult> RunAsync(CaseHead head, IReadOnlyList<Change> changes, Actor actor, CancellationToken cancellationToken)
    {
        var commands = new List<CaseCommand>();
        foreach (var change in changes)
        {
            var (command, refusal) = await change.ForAsync(head, definitions, cancellationToken);
            if (command is null) return Result(head, [Line("Error", refusal!)], isGood: false, hasWork: false);
            commands.Add(command);
        }

        return await SendAsync(head, commands, actor, cancellationToken);
    }

    private async Task<AlterationResult> SendAsync(CaseHead head, IReadOnlyList<CaseCommand> commands, Actor actor, CancellationToken cancellationToken)
    {
        var lines = new List<AlterationLogEntry>();
        var hasWork = false;
        foreach (var command in commands)
        {
            switch (await runtime.SendAsync(head.CaseId, command, actor, cancellationToken))
            {
                case CommandOutcome.Accepted accepted:
                    lines.Add(Line("Information", "Done.", command.GetType().Name));
                    hasWork = accepted.State.HasScheduledWork;
                    break;
                case CommandOutcome.Rejected rejected:
                    lines.Add(Line("Error", rejected.Message, rejected.Code));
                    return Result(head, lines, isGood: false, hasWork);
                case CommandOutcome.NotFound:
                    lines.Add(Line("Error", $"Expected the case {head.CaseId}, but there is none; look it up in the list."));
                    return Result(head, lines, isGood: false, hasWork);
                case CommandOutcome.Unavailable unavailable:
                    lines.Add(Line("Error", unavailable.Message));
                    return Result(head, lines, isGood: false, hasWork);
            }
        }

        return Result(head, lines, isGood: true, hasWork);
    }

    private static AlterationResult Result(CaseHead head, IReadOnlyList<AlterationLogEntry> lines, bool isGood, bool hasWork) =>
        new(head.CaseId.ToString(), new AlterationLog(lines), hasWork, isGood);

    private AlterationLogEntry Line(string level, string message, string? name = null) => new(message, level, time.GetUtcNow(), name);

    private static bool Asks(JsonElement condition) => condition.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Array => condition.GetArrayLength() > 0,
        _ => true,
    };

    private static (CaseHeadFilter? Filter, string? Fault) Condition(AlterationFilter asked)
    {
        var unknown = (asked.Others ?? []).Where(other => Asks(other.Value)).Select(other => other.Key).ToList();
        if (unknown.Count > 0) return (null, $"Expected conditions that are known here, but got {string.Join(", ", unknown)}; choose the cases by id, definition, version, correlation id, status or time.");
        var request = new Instances.InstanceListRequest(
            null, null, asked.SearchTerm, null, asked.DefinitionIds, null, null, null, null, asked.HasIncidents, null, null, asked.Statuses, null, asked.SubStatuses, null, null,
            asked.TimestampFilters);
        var (filter, fault) = request.Read();
        if (filter is null) return (null, fault);
        filter = filter with
        {
            VersionIds = asked.DefinitionVersionIds is { Count: > 0 } versions ? versions : null,
            CorrelationIds = asked.CorrelationIds is { Count: > 0 } correlations ? correlations : null,
            CaseIds = asked.WorkflowInstanceIds is { Count: > 0 } ids ? [.. ids.Where(id => CaseId.TryParse(id, null, out _)).Select(id => CaseId.Parse(id, null))] : null,
        };
        var isEmpty = filter.Times.Count == 0 && filter with { Times = [] } == new CaseHeadFilter();
        return (isEmpty && asked.EmptyFilterSelectsAll != true ? new CaseHeadFilter { CaseIds = [] } : filter, null);
    }
}
