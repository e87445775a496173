namespace Orchestrator.Runtime.Storage;

/// <summary>Where cases are kept.</summary>
public enum StorageProvider
{
    /// <summary>A file beside the server; the default.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database; for production.</summary>
    PostgreSql,
}
