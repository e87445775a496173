using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>Carries cases. Every answer is given after the commit it speaks of.</summary>
public interface ICaseRuntime
{
    /// <summary>Starts a case, at most once per key; the first entry, the number and the key commit together.</summary>
    Task<StartOutcome> StartAsync(StartRequest request, CancellationToken cancellationToken);

    /// <summary>Sends one command to one case; commands of a case run one after the other.</summary>
    Task<CommandOutcome> SendAsync(CaseId caseId, CaseCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>The case as it is now, or null when there is none.</summary>
    Task<CaseState?> FindAsync(CaseId caseId, CancellationToken cancellationToken);
}

/// <summary>A case to start.</summary>
/// <param name="Key">Makes the start happen once, or null.</param>
/// <param name="Counter">A counter whose next value the case takes, or null.</param>
/// <param name="Start">Makes the first entry from the counter's value (0 without a counter). Pure; may be called again on a retried commit.</param>
/// <param name="Actor">Who starts it.</param>
public sealed record StartRequest(StartKey? Key, CounterKey? Counter, Func<long, CaseStarted> Start, Actor Actor);

/// <summary>Makes a start happen once.</summary>
/// <param name="Scope">Who uses the key, for example <c>birth/agency:portal</c>.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="BodyHash">SHA-256 of what was sent, hexadecimal; the same key with another hash is a conflict.</param>
public sealed record StartKey(string Scope, string Key, string BodyHash);

/// <summary>A counter that never repeats and never skips, for example <c>G22.99.02/2026-11-23</c>.</summary>
public sealed record CounterKey(string Name);

/// <summary>What became of a start.</summary>
public abstract record StartOutcome
{
    private StartOutcome() { }

    /// <summary>Started, durable, and on its way.</summary>
    public sealed record Started(CaseId CaseId, CaseStarted Entry) : StartOutcome;

    /// <summary>The same key with the same body started this case before.</summary>
    public sealed record AlreadyStarted(CaseId CaseId) : StartOutcome;

    /// <summary>The same key started this case before with another body.</summary>
    public sealed record KeyConflict(CaseId CaseId) : StartOutcome;

    /// <summary>The workflow's activation strategy allows no other case now; nothing was stored.</summary>
    /// <param name="Code">Stable code, for example <c>singleton-running</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    /// <param name="CaseId">The case that is there already.</param>
    public sealed record Refused(string Code, string Message, CaseId CaseId) : StartOutcome;

    /// <summary>No node can write at the moment; nothing was stored; try again later with the same key.</summary>
    public sealed record Unavailable(string Message) : StartOutcome;
}

/// <summary>What became of a command.</summary>
public abstract record CommandOutcome
{
    private CommandOutcome() { }

    /// <summary>Accepted and durable.</summary>
    /// <param name="Sequence">Sequence number of the case's last entry.</param>
    /// <param name="State">The case with it applied.</param>
    public sealed record Accepted(long Sequence, CaseState State) : CommandOutcome;

    /// <summary>Refused by the engine; nothing changed.</summary>
    public sealed record Rejected(string Code, string Message) : CommandOutcome;

    /// <summary>There is no such case.</summary>
    public sealed record NotFound : CommandOutcome;

    /// <summary>Not carried out for certain; try again later.</summary>
    public sealed record Unavailable(string Message) : CommandOutcome;
}
