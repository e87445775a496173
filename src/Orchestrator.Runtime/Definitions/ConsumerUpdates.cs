using Microsoft.Extensions.Logging;
using Orchestrator.Workflows.Activities.Composition;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>
/// Lets published workflows follow the workflows they use to their newest version, where those ask for it (<c>autoUpdateConsumingWorkflows</c>). Each gets a new version;
/// running cases keep theirs. Nothing is remembered between steps: what is behind is found by comparing, so a node that stopped in the middle goes on.
/// </summary>
internal sealed partial class ConsumerUpdates(DefinitionStore definitions, IPublishedWorkflows published, ILogger<ConsumerUpdates> logger)
{
    /// <summary>Brings every published workflow up to date, those that use an updated one included.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await published.RefreshAsync(cancellationToken);
        var refused = new HashSet<string>(StringComparer.Ordinal);
        var follow = published.All.Where(p => WorkflowsAsActivities.UpdatesConsumers(p.Workflow.Definition!)).Select(p => p.Workflow.DefinitionId).ToHashSet(StringComparer.Ordinal);
        while (NextBehind(follow, refused) is { } behind)
        {
            if (await UpdateAsync(behind, follow, cancellationToken)) follow.Add(behind.DefinitionId);
            else refused.Add(behind.VersionId);
            await published.RefreshAsync(cancellationToken);
        }
    }

    private CompiledWorkflow? NextBehind(HashSet<string> follow, HashSet<string> refused) => published.All
        .Select(p => p.Workflow)
        .FirstOrDefault(w => !refused.Contains(w.VersionId) && w.Uses.Any(use => IsBehind(use, follow)));

    private bool IsBehind(WorkflowUse use, HashSet<string> follow) =>
        follow.Contains(use.DefinitionId) && Newest(use.DefinitionId) is { } newest && WorkflowsAsActivities.IsUsable(newest.Definition!) && newest.VersionId != use.VersionId;

    private CompiledWorkflow? Newest(string definitionId) => published.All.FirstOrDefault(p => p.Workflow.DefinitionId == definitionId)?.Workflow;

    private async Task<bool> UpdateAsync(CompiledWorkflow behind, HashSet<string> follow, CancellationToken cancellationToken)
    {
        var uses = behind.Uses.Where(use => IsBehind(use, follow)).Select(use => (Old: use, New: Newest(use.DefinitionId)!)).ToArray();
        var pinned = WorkflowUses.Pin(behind.Definition!, uses.Select(u => u.Old with { TypeName = WorkflowsAsActivities.TypeNameOf(u.New.Definition!), VersionId = u.New.VersionId, Version = u.New.Version }));
        var reason = string.Join(", ", uses.Select(u => u.New.VersionId).Distinct(StringComparer.Ordinal));
        switch (await definitions.FollowAsync(behind.VersionId, ((DefinitionReading.Read)DefinitionReader.Read(pinned)).Definition, $"follows {reason}", cancellationToken))
        {
            case ImportOutcome.Imported imported:
                LogUpdated(logger, behind.DefinitionId, imported.Version, reason);
                return true;
            case ImportOutcome.Refused refused:
                LogRefused(logger, behind.VersionId, reason, refused.Faults[0].Path, refused.Faults[0].Message);
                return false;
            default:
                // Another node did it.
                return true;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{DefinitionId} has the new version {Version}, because it follows {Used}")]
    private static partial void LogUpdated(ILogger logger, string definitionId, int version, string used);

    [LoggerMessage(2, LogLevel.Warning, "{VersionId} stays as it is, because it cannot follow {Used}: {Path} {Reason}")]
    private static partial void LogRefused(ILogger logger, string versionId, string used, string path, string reason);
}
