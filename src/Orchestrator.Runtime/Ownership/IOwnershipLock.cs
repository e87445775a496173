namespace Orchestrator.Runtime.Ownership;

/// <summary>The right to write, held by at most one process at a time and given back by the operating system or database when that process dies.</summary>
internal interface IOwnershipLock
{
    /// <summary>Tries once.</summary>
    /// <returns>The hold, or null while another process has it.</returns>
    Task<IOwnershipHold?> TryAcquireAsync(CancellationToken cancellationToken);
}

/// <summary>The right, until disposed or lost.</summary>
internal interface IOwnershipHold : IAsyncDisposable
{
    /// <summary>Set when it is no longer certain that this process has it.</summary>
    CancellationToken Lost { get; }
}
