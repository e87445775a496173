using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Files;

/// <summary>Writes published versions back to the files below <c>workflows/</c>, from where they go into version control.</summary>
internal sealed class WorkflowFiles(WorkflowsFolder folder, IDefinitionLibrary library)
{
    private const string FileName = "workflow.json";

    /// <summary>Writes the published version into the file that the definition came from.</summary>
    /// <returns>The file, or why there is none.</returns>
    public async Task<(string? File, string? Reason)> WriteAsync(string definitionId, CancellationToken cancellationToken)
    {
        var history = await library.HistoryAsync(definitionId, cancellationToken);
        if (history.FirstOrDefault(version => version.IsPublished) is not { } published || await library.ReadAsync(published.VersionId, cancellationToken) is not { } stored)
            return (null, DesignerTexts.Format("definition.not-published", definitionId));
        if (FileOf(history) is not { } file) return (null, DesignerTexts.Format("file.none", definitionId));
        try
        {
            // Beside the file and then in its place, so that nobody ever reads half of one.
            var beside = file + ".new";
            await File.WriteAllBytesAsync(beside, DefinitionFile.Write(stored), cancellationToken);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, DesignerTexts.Format("file.unwritable", Path.GetRelativePath(folder.Root, file), problem.Message));
        }

        await library.MarkInFileAsync(published.VersionId, cancellationToken);
        return (Path.GetRelativePath(folder.Root, file), null);
    }

    /// <summary>The file that a version of the definition was read from; the source is one of ours and never a path that somebody sent.</summary>
    private string? FileOf(IReadOnlyList<DefinitionVersion> history) => history
        .Select(version => version.Source.Replace('/', Path.DirectorySeparatorChar))
        .Where(source => source.EndsWith(Path.DirectorySeparatorChar + FileName, StringComparison.Ordinal))
        .Select(source => Path.GetFullPath(source, folder.Root))
        .FirstOrDefault(file => file.StartsWith(Path.GetFullPath(folder.Procedures) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file));
}
