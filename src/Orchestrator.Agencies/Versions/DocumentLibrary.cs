using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Agencies.Versions;

/// <summary>Documents of agencies as integration engineers work on them: put in force, compared, brought back.</summary>
public sealed partial class DocumentLibrary
{
    private const int Attempts = 10;

    private readonly AgencyCatalog _catalog;
    private readonly DocumentStore _store;
    private readonly DocumentKeeper _keeper;
    private readonly Func<IReadOnlyList<PublishedWorkflow>> _published;
    private readonly TimeProvider _time;

    internal DocumentLibrary(AgencyCatalog catalog, DocumentStore store, DocumentKeeper keeper, Func<IReadOnlyList<PublishedWorkflow>> published, TimeProvider time) =>
        (_catalog, _store, _keeper, _published, _time) = (catalog, store, keeper, published, time);

    /// <summary>The versions of an agency's document, newest first; empty when there is none.</summary>
    public async Task<IReadOnlyList<DocumentVersion>> HistoryAsync(string agency, CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(agency, cancellationToken)).Reverse()];

    /// <summary>A version byte for byte, in UTF-8, to be written to <c>workflows/agencies/&lt;code&gt;/</c>; null when there is none.</summary>
    public Task<byte[]?> ContentAsync(string agency, int version, CancellationToken cancellationToken) => _store.ContentAsync(agency, version, cancellationToken);

    /// <summary>What in an agency's document could not be mapped, and what is wrong with its file.</summary>
    /// <param name="history">Its versions.</param>
    public IReadOnlyList<DocumentFault> Faults(IReadOnlyList<DocumentVersion> history)
    {
        var sources = history.Select(ReadVersion.SourceOf).ToHashSet(StringComparer.Ordinal);
        return [.. _catalog.Faults.Where(fault => sources.Contains(fault.Source))];
    }

    /// <summary>Reads the files of this node again and takes in those that were changed.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => _keeper.ReloadAsync(cancellationToken);

    /// <summary>Puts a document in force, or says what that would come to.</summary>
    /// <param name="agency">Code of the agency; the document must state the same or none.</param>
    /// <param name="upload">The document.</param>
    /// <param name="author">Who sends it.</param>
    /// <param name="note">Why, or null.</param>
    /// <param name="isCheck">True stores nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PutOutcome> PutAsync(string agency, DocumentUpload upload, string author, string? note, bool isCheck, CancellationToken cancellationToken)
    {
        if (upload is DocumentUpload.Unreadable(var message))
            return Refused("document-unreadable", "$", message);
        var sent = (DocumentUpload.Readable)upload;
        var reading = DocumentReader.Read(sent.Text, DocumentVersion.Uploaded, agency, sent.File);
        if (reading.Document is not { } document)
            return new PutOutcome.Refused(reading.Faults);
        if (document.Code != agency)
            return Refused("agency-other", "$.info['x-agency'].code", $"Expected the document of {agency}, but it states {document.Code}; send it there or change the code.");
        if (!Code().IsMatch(agency))
            return Refused("agency-code", "$.info['x-agency'].code", $"Expected a code of at most 64 letters, digits and hyphens, but found '{agency}'; choose one such as public-security.");
        if (FolderImport.Clash(await _store.ListAsync(null, cancellationToken), agency) is { } clash)
            return Refused("agency-twice", "$.info['x-agency'].code", $"Expected a code whose activities have names of their own, but {clash} has the same; choose another.");
        return await PutAsync(reading, document, author, note, null, isCheck, cancellationToken);
    }

    /// <summary>Has the content of an earlier version hold again: it becomes the next version.</summary>
    public async Task<PutOutcome> RestoreAsync(string agency, int version, string author, string? note, CancellationToken cancellationToken)
    {
        if (await _keeper.FindAsync(agency, version, cancellationToken) is not { } earlier || await _store.ContentAsync(agency, version, cancellationToken) is not { } content)
            return new PutOutcome.Unknown();
        return earlier.Reading.Document is { } document
            ? await PutAsync(earlier.Reading with { Content = Encoding.UTF8.GetString(content) }, document, author, note, version, false, cancellationToken)
            : new PutOutcome.Refused(earlier.Reading.Faults);
    }

    /// <summary>What is different between two versions; null when one of them is not there or cannot be read.</summary>
    public async Task<DocumentDifference?> CompareAsync(string agency, int from, int to, CancellationToken cancellationToken) =>
        (await _keeper.FindAsync(agency, from, cancellationToken))?.Document is { } before && (await _keeper.FindAsync(agency, to, cancellationToken))?.Document is { } after
            ? Difference(before, after) : null;

    private async Task<PutOutcome> PutAsync(
        DocumentReading reading, AgencyDocument document, string author, string? note, int? restores, bool isCheck, CancellationToken cancellationToken)
    {
        var hash = DocumentVersion.HashOf(reading.Content);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var stored = await _store.ListAsync(document.Code, cancellationToken);
            var newest = stored.Count == 0 ? null : stored[^1];
            var review = new DocumentReview(document, reading.Faults, Difference(_catalog.Find(document.Code), document));
            if (newest?.Hash == hash)
                return new PutOutcome.Unchanged(newest, review);
            if (isCheck)
                return new PutOutcome.Checked(review);
            var next = new DocumentVersion(
                document.Code, DocumentVersion.Next(newest?.Version ?? 0, document), document.StatedVersion, hash, DocumentVersion.Uploaded, author, note,
                restores ?? stored.LastOrDefault(version => version.Hash == hash)?.Version, _time.GetUtcNow());
            if (await _keeper.AddAsync(next, reading.Content, cancellationToken))
                return new PutOutcome.Stored(next, review);
        }

        throw new InvalidOperationException($"Expected to store a version of {document.Code}, but {Attempts} others were stored meanwhile; send it again.");
    }

    private DocumentDifference Difference(AgencyDocument? before, AgencyDocument after)
    {
        var old = before ?? after with { Operations = [] };
        var changes = DocumentComparison.Of(old, after);
        return new DocumentDifference(changes, Impacts(old, changes));
    }

    private ImmutableArray<ProcedureImpact> Impacts(AgencyDocument before, ImmutableArray<DocumentChange> changes) =>
    [
        .. from published in _published()
           where published.Workflow.Definition is not null
           from impact in ChangeImpacts.On(published.Workflow.Definition!, before, changes)
           select new ProcedureImpact(published.Workflow.DefinitionId, published.Workflow.Version, impact),
    ];

    // It becomes part of names of settings, activities and folders.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    private static PutOutcome.Refused Refused(string code, string path, string message) => new([new DocumentFault(code, DocumentVersion.Uploaded, path, null, message)]);
}
