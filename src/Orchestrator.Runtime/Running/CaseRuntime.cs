using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Sends starts and commands to the tenure there is, and again to the next one when it was lost before anything was stored.</summary>
internal sealed class CaseRuntime(TenureKeeper keeper, CaseLoader loader, RuntimeOptions options) : ICaseRuntime
{
    private const string NoOwner = "Expected this node to own the shards, but it does not";

    public async Task<StartOutcome> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var expires = Expires();
        while (await WaitAsync(expires, cancellationToken) is { } tenure)
        {
            if (await tenure.StartAsync(request, expires).WaitAsync(cancellationToken) is { } outcome) return outcome;
        }

        return new StartOutcome.Unavailable($"{NoOwner}: {keeper.Waiting}; try again later.");
    }

    public Task<CommandOutcome> SendAsync(CaseId caseId, CaseCommand command, Actor actor, CancellationToken cancellationToken) =>
        SendAsync(caseId, command, actor, delivery: null, cancellationToken);

    /// <summary>Sends an event that must reach the case once, however often it is sent under the same key.</summary>
    public async Task<CommandOutcome> SendAsync(
        CaseId caseId, CaseCommand command, Actor actor, string? delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(actor);
        var expires = Expires();
        while (await WaitAsync(expires, cancellationToken) is { } tenure)
        {
            var envelope = new Envelope(command, actor, expires, delivery);
            if (await tenure.SendAsync(caseId, envelope, bounded: true).WaitAsync(cancellationToken) is { } outcome) return outcome;
        }

        return new CommandOutcome.Unavailable($"{NoOwner}: {keeper.Waiting}; try again later.");
    }

    public async Task<CaseState?> FindAsync(CaseId caseId, CancellationToken cancellationToken) =>
        keeper.Current?.Peek(caseId) ?? (await loader.LoadAsync(caseId, cancellationToken))?.State;

    private DateTimeOffset Expires() => TimeProvider.System.GetUtcNow() + options.PatienceOfCommands;

    private Task<Tenure?> WaitAsync(DateTimeOffset expires, CancellationToken cancellationToken) =>
        keeper.WaitAsync(expires - TimeProvider.System.GetUtcNow(), cancellationToken);
}
