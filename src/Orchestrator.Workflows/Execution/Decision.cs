namespace Orchestrator.Workflows.Execution;

/// <summary>What the engine answers to a command.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>The command was accepted.</summary>
    /// <param name="Events">What to append to the journal, in order; empty when the command changes nothing.</param>
    /// <param name="State">The state with those events applied.</param>
    /// <param name="MustContinue">True when the turn was cut at its bound and a <see cref="Continue"/> must follow.</param>
    public sealed record Accepted(IReadOnlyList<CaseEvent> Events, CaseState State, bool MustContinue) : Decision;

    /// <summary>The command was refused and changed nothing.</summary>
    /// <param name="Code">Stable code, for example <c>nobody-waits</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Rejected(string Code, string Message) : Decision;
}
