namespace Orchestrator.Runtime.Ownership;

/// <summary>An exclusively opened file beside the SQLite database; the operating system closes it with the process.</summary>
internal sealed class FileOwnershipLock(string path) : IOwnershipLock
{
    public Task<IOwnershipHold?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<IOwnershipHold?>(new Hold(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException)
        {
            return Task.FromResult<IOwnershipHold?>(null);
        }
    }

    private sealed class Hold(FileStream file) : IOwnershipHold
    {
        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
