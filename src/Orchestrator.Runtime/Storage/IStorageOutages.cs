namespace Orchestrator.Runtime.Storage;

/// <summary>Tells an outage of the database from a fault of ours.</summary>
public interface IStorageOutages
{
    /// <summary>True when the exception, or one inside it, says that the database is away or busy: the same request may succeed later.</summary>
    bool IsOutage(Exception exception);
}
