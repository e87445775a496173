using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Versions;

/// <summary>Takes the files of a node's folder into the versions that all nodes share.</summary>
internal sealed class FolderImport(DocumentStore store, TimeProvider time)
{
    // Two nodes that start together may want the same number; the second one looks again.
    private const int Attempts = 10;

    /// <summary>Takes them in, and says what is wrong with them.</summary>
    public async Task<ImmutableArray<DocumentFault>> RunAsync(AgencyFolder folder, CancellationToken cancellationToken)
    {
        var (documents, faults) = DocumentFolder.Documents(folder.Current);
        var (earlier, more) = DocumentFolder.EarlierDocuments(folder.Earlier, documents);
        var found = faults.AddRange(more).ToBuilder();
        var seen = await store.SeenAsync([.. folder.Current.Select(Place)], cancellationToken);
        var stored = await store.ListAsync(null, cancellationToken);
        foreach (var document in documents)
        {
            var file = folder.Current.First(file => ReferenceEquals(file.Reading.Document, document));
            if (Clash(stored, document.Code) is not null)
                found.Add(DocumentFolder.Twice(file.Source, document.Code));
            else if (await CurrentAsync(file, document, stored, seen.GetValueOrDefault((Place(file), document.Code)), cancellationToken) is { } fault)
                found.Add(fault);
        }

        foreach (var document in earlier)
        {
            var file = folder.Earlier.First(file => ReferenceEquals(file.Reading.Document, document));
            if (await EarlierAsync(file, document, cancellationToken) is { } fault)
                found.Add(fault);
        }

        return found.ToImmutable();
    }

    /// <summary>The code of another agency whose activities would have the same names, or null.</summary>
    public static string? Clash(IEnumerable<DocumentVersion> stored, string code) =>
        stored.FirstOrDefault(version => version.Agency != code && PascalName.Of(version.Agency) == PascalName.Of(code))?.Agency;

    private async Task<DocumentFault?> CurrentAsync(
        AgencyFile file, AgencyDocument document, IReadOnlyList<DocumentVersion> stored, string? lastHere, CancellationToken cancellationToken)
    {
        var hash = DocumentVersion.HashOf(file.Reading.Content);
        for (var attempt = 1; ; attempt++)
        {
            var own = stored.Where(version => version.Agency == document.Code).ToList();
            var newest = own.LastOrDefault();
            var twin = own.FindLast(version => version.Hash == hash);
            var step = FileSteps.Of(hash, newest?.Hash, twin is not null, lastHere);
            if (step == FileStep.Import && !await store.AddAsync(
                new DocumentVersion(
                    document.Code, DocumentVersion.Next(newest?.Version ?? 0, document), document.StatedVersion, hash, file.Source, DocumentVersion.FolderAuthor, null,
                    twin?.Version, time.GetUtcNow()),
                file.Reading.Content, cancellationToken))
            {
                if (attempt == Attempts)
                    throw new InvalidOperationException($"Expected to store a version of {document.Code}, but other nodes stored {Attempts} meanwhile; look for nodes with different files.");
                stored = await store.ListAsync(document.Code, cancellationToken);
                continue;
            }

            if (lastHere != hash)
                await store.SawAsync(Place(file), document.Code, hash, cancellationToken);
            return step == FileStep.Superseded ? Superseded(file, twin!, newest!) : null;
        }
    }

    private async Task<DocumentFault?> EarlierAsync(AgencyFile file, AgencyDocument document, CancellationToken cancellationToken)
    {
        var hash = DocumentVersion.HashOf(file.Reading.Content);
        var own = await store.ListAsync(document.Code, cancellationToken);
        if (own.Any(version => version.Hash == hash))
            return null;

        // A version that nobody stored yet, below the one in force: cases of another database were drawn with it.
        if (own.All(version => version.Version != document.Version) && own.Any(version => version.Version > document.Version)
            && await store.AddAsync(
                new DocumentVersion(document.Code, document.Version, document.StatedVersion, hash, file.Source, DocumentVersion.FolderAuthor, null, null, time.GetUtcNow()),
                file.Reading.Content, cancellationToken))
            return null;
        return new DocumentFault(
            "document-version", file.Source, "$.info['x-agency'].version", null,
            $"Expected a document of version {document.Version} of {document.Code}, but another content is stored under this number; remove the file.");
    }

    private static DocumentFault Superseded(AgencyFile file, DocumentVersion twin, DocumentVersion newest) => new(
        "document-superseded", file.Source, "$", null,
        $"Expected the file to be in force, but it is version {twin.Version} and version {newest.Version} by {newest.Author} came after it; write that one back to the file, or bring version {twin.Version} back.");

    private static string Place(AgencyFile file) => $"{Environment.MachineName}:{file.Place}";
}
