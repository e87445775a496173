namespace Orchestrator.Runtime.Running;

/// <summary>What a module reads from the database before cases go on here: at start, once the schema is up to date, and again before each tenure.</summary>
public interface ICasePreparation
{
    /// <summary>Reads it. An exception keeps cases from going on; at a later tenure it is tried again.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}
