using Microsoft.AspNetCore.SignalR;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Live;

/// <summary>Where Studio listens to a case. It opens several connections per page; all of one case share one watch.</summary>
internal sealed class InstanceHub(InstanceWatches watches) : Hub
{
    /// <summary>Path of the hub: beside the API's base address, as Studio computes it.</summary>
    public const string Path = "/elsa/hubs/workflow-instance";

    private const string Observed = "observed";

    /// <summary>Tells this connection what happens to a case, until it closes.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (!CaseId.TryParse(instanceId, null, out var caseId)) throw new HubException($"Expected the id of a case, but got '{instanceId}'; look it up in the list.");
        if (Context.GetHttpContext() is not { } http || !await watches.MaySeeAsync(http, caseId))
            throw new HubException($"Expected a case that you may see, but '{instanceId}' is none; look it up in the list.");
        if (!ObservedByConnection.Add(caseId)) return;
        await Groups.AddToGroupAsync(Context.ConnectionId, InstanceWatches.GroupOf(caseId), Context.ConnectionAborted);
        if (watches.TryEnter(caseId)) return;
        ObservedByConnection.Remove(caseId);
        throw new HubException($"Expected at most {InstanceWatches.Most} cases to be watched at once, but there are as many; look again later.");
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        foreach (var caseId in ObservedByConnection) watches.Leave(caseId);
        ObservedByConnection.Clear();
        return base.OnDisconnectedAsync(exception);
    }

    private HashSet<CaseId> ObservedByConnection
    {
        get
        {
            if (Context.Items.TryGetValue(Observed, out var found)) return (HashSet<CaseId>)found!;
            var made = new HashSet<CaseId>();
            Context.Items[Observed] = made;
            return made;
        }
    }
}
