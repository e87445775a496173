namespace Orchestrator.Agencies.Versions;

/// <summary>What a file of the folder means for the versions that are stored. Pure.</summary>
internal enum FileStep
{
    /// <summary>It is what is in force.</summary>
    None,

    /// <summary>It becomes the next version.</summary>
    Import,

    /// <summary>Another version came into force after it, and nobody has changed the file since: it stays as it is.</summary>
    Superseded,
}

/// <summary>Decides what a file means.</summary>
internal static class FileSteps
{
    /// <summary>
    /// A file counts when it is new to all nodes, or was changed where it lies. A node that comes back with a file that was superseded meanwhile, by an
    /// upload or by another node's newer file, changes nothing: else two nodes with different files would undo each other at each start.
    /// </summary>
    /// <param name="hash">Hash of the file.</param>
    /// <param name="inForce">Hash of the version in force, or null when there is none.</param>
    /// <param name="isKnown">Whether any version has this content.</param>
    /// <param name="lastHere">Hash that was last seen at the place of the file, or null when it was never looked at.</param>
    public static FileStep Of(string hash, string? inForce, bool isKnown, string? lastHere) =>
        hash == inForce ? FileStep.None
        : !isKnown || (lastHere is not null && lastHere != hash) ? FileStep.Import
        : FileStep.Superseded;
}
