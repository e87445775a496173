using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Files;

/// <summary>Writes published versions back to the files below <c>workflows/</c>, from where they go into version control.</summary>
internal sealed class WorkflowFiles(WorkflowTree tree, IDefinitionLibrary library)
{
    /// <summary>Writes the published version into the file that the definition has, or into one of its own.</summary>
    /// <returns>The file, or why there is none.</returns>
    public async Task<(string? File, string? Reason)> WriteAsync(string definitionId, CancellationToken cancellationToken)
    {
        var history = await library.HistoryAsync(definitionId, cancellationToken);
        if (history.FirstOrDefault(version => version.IsPublished) is not { } published || await library.ReadAsync(published.VersionId, cancellationToken) is not { } stored)
            return (null, DesignerTexts.Format("definition.not-published", definitionId));
        try
        {
            var (file, _) = await tree.WriteAsync(definitionId, stored.Json, published.ContentHash, cancellationToken);
            await library.MarkInFileAsync(published.VersionId, cancellationToken);
            return (tree.NameOf(file), null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, DesignerTexts.Format("file.unwritable", tree.NameOf(tree.PlaceOf(definitionId)), problem.Message));
        }
    }
}
