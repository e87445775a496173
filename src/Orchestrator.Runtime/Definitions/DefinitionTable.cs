using System.Data.Common;
using System.Text.Json;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Runtime.Definitions;

/// <summary>The rows of the versions. Every change is one statement that says which revision it was made for, so that nobody overwrites what they did not see.</summary>
internal sealed class DefinitionTable(Database database)
{
    private const string Columns =
        "version_id, definition_id, version, revision, content_hash, name, description, imported_at, is_published, is_frozen, source, is_in_file, "
        + "saved_by, saved_in, author, change_note, legal_basis, valid_from, published_at";

    /// <summary>Every version that is shown, newest first within each definition, with what follows from their order.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> ListAsync(string? definitionId, CancellationToken cancellationToken)
    {
        var rows = definitionId is null
            ? await database.QueryAsync($"SELECT {Columns} FROM definition_versions WHERE deleted_at IS NULL ORDER BY definition_id, version DESC", [], Read, cancellationToken)
            : await database.QueryAsync(
                $"SELECT {Columns} FROM definition_versions WHERE definition_id = @definition AND deleted_at IS NULL ORDER BY version DESC",
                [("@definition", definitionId)], Read, cancellationToken);
        return [.. rows.GroupBy(row => row.DefinitionId, StringComparer.Ordinal).SelectMany(Ordered)];
    }

    /// <summary>The highest number ever given, hidden versions included.</summary>
    public async Task<int> HighestAsync(string definitionId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "SELECT COALESCE(MAX(version), 0) FROM definition_versions WHERE definition_id = @definition", [("@definition", definitionId)],
            row => (int)row.GetInt64(0), cancellationToken))[0];

    /// <summary>
    /// The version, hidden or not, that a file of this content was read from or is an export of: the newest that says the same and was published, unless the file
    /// was at a newer one already. Null when the file says something new.
    /// </summary>
    public async Task<DefinitionVersion?> OfFileAsync(string definitionId, string contentHash, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            $"""
            SELECT {Columns} FROM definition_versions
            WHERE definition_id = @definition AND content_hash = @hash AND (published_at IS NOT NULL OR is_in_file = @yes)
                AND version >= (SELECT COALESCE(MAX(version), 0) FROM definition_versions WHERE definition_id = @definition AND is_in_file = @yes)
            ORDER BY version DESC LIMIT 1
            """,
            [("@definition", definitionId), ("@hash", contentHash), ("@yes", true)], Read, cancellationToken)) is [var found] ? found : null;

    /// <summary>A version by id, hidden ones included.</summary>
    public async Task<(DefinitionVersion Version, byte[] Json, bool IsHidden)?> FindAsync(string versionId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"SELECT {Columns}, json, deleted_at FROM definition_versions WHERE version_id = @id", [("@id", versionId)],
            row => (Read(row), row.GetFieldValue<byte[]>(19), !row.IsDBNull(20)), cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Inserts a version; false when the number was taken meanwhile.</summary>
    public async Task<bool> InsertAsync(DefinitionVersion version, WorkflowDefinition content, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            INSERT INTO definition_versions (version_id, definition_id, version, revision, content_hash, name, description, json, source, is_published, is_frozen,
                is_in_file, imported_at, saved_by, saved_in, saved_at, author, change_note, legal_basis, valid_from, published_at)
            VALUES (@id, @definition, @version, 1, @hash, @name, @description, @json, @source, @published, @published, @file, @at, @by, @in, @at, @author, @note,
                @basis, @valid, @publishedat) ON CONFLICT DO NOTHING
            """,
            [
                ("@id", version.VersionId), ("@definition", version.DefinitionId), ("@version", (long)version.Version), ("@hash", version.ContentHash),
                ("@name", version.Name), ("@description", version.Description), ("@json", JsonSerializer.SerializeToUtf8Bytes(content.Json)),
                ("@source", version.Source), ("@published", version.Publication is not null), ("@file", version.IsInFile), ("@at", database.Instant(at)),
                ("@by", version.SavedBy), ("@in", version.SavedIn), .. Of(version.Publication),
            ],
            cancellationToken) == 1;

    /// <summary>Overwrites a draft that is still as it was seen.</summary>
    public async Task<bool> OverwriteAsync(
        DefinitionVersion seen, WorkflowDefinition content, string hash, string author, string? editor, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            UPDATE definition_versions SET revision = revision + 1, content_hash = @hash, name = @name, description = @description, json = @json, is_in_file = @file,
                saved_by = @by, saved_in = @in, saved_at = @at
            WHERE version_id = @id AND revision = @revision AND is_frozen = @frozen AND deleted_at IS NULL
            """,
            [
                ("@hash", hash), ("@name", DefinitionNames.Of(content)), ("@description", content.Description),
                ("@json", JsonSerializer.SerializeToUtf8Bytes(content.Json)), ("@file", false), ("@by", author), ("@in", editor), ("@at", database.Instant(at)),
                ("@id", seen.VersionId), ("@revision", seen.Revision), ("@frozen", false),
            ],
            cancellationToken) == 1;

    /// <summary>Publishes a version that is still as it was seen.</summary>
    public async Task<bool> PublishAsync(DefinitionVersion seen, WorkflowDefinition content, string hash, Publication publication, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            UPDATE definition_versions SET json = @json, content_hash = @hash, is_published = @yes, is_frozen = @yes, author = @author, change_note = @note, legal_basis = @basis, valid_from = @valid,
                published_at = @publishedat
            WHERE version_id = @id AND revision = @revision AND deleted_at IS NULL
            """,
            [
                ("@json", JsonSerializer.SerializeToUtf8Bytes(content.Json)), ("@hash", hash), ("@yes", true), ("@id", seen.VersionId), ("@revision", seen.Revision), .. Of(publication),
            ],
            cancellationToken) == 1;

    /// <summary>Keeps a version that is still as it was seen from changing.</summary>
    public async Task<bool> FreezeAsync(DefinitionVersion seen, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "UPDATE definition_versions SET is_frozen = @yes WHERE version_id = @id AND revision = @revision AND deleted_at IS NULL",
            [("@yes", true), ("@id", seen.VersionId), ("@revision", seen.Revision)], cancellationToken) == 1;

    /// <summary>Withdraws every published version of a definition.</summary>
    public async Task<bool> RetractAsync(string definitionId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "UPDATE definition_versions SET is_published = @no WHERE definition_id = @definition AND is_published = @yes",
            [("@no", false), ("@yes", true), ("@definition", definitionId)], cancellationToken) > 0;

    /// <summary>Withdraws and hides versions: one, or all of a definition. A row is never removed, so a number and what ran under it are never given again.</summary>
    public async Task<bool> HideAsync(string? versionId, string? definitionId, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "UPDATE definition_versions SET is_published = @no, deleted_at = @at WHERE (version_id = @id OR definition_id = @definition) AND deleted_at IS NULL",
            [("@no", false), ("@at", database.Instant(at)), ("@id", versionId ?? ""), ("@definition", definitionId ?? "")], cancellationToken) > 0;

    /// <summary>Hides a draft that is still as it was seen.</summary>
    public async Task<bool> HideDraftAsync(DefinitionVersion seen, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "UPDATE definition_versions SET deleted_at = @at WHERE version_id = @id AND revision = @revision AND is_frozen = @no AND deleted_at IS NULL",
            [("@at", database.Instant(at)), ("@id", seen.VersionId), ("@revision", seen.Revision), ("@no", false)], cancellationToken) == 1;

    /// <summary>Remembers that a version's content is in the definition's file.</summary>
    public Task<int> MarkInFileAsync(string versionId, CancellationToken cancellationToken) =>
        database.ExecuteAsync("UPDATE definition_versions SET is_in_file = @yes WHERE version_id = @id", [("@yes", true), ("@id", versionId)], cancellationToken);

    private (string Name, object? Value)[] Of(Publication? publication) =>
    [
        ("@author", publication?.Author), ("@note", publication?.ChangeNote), ("@basis", publication?.LegalBasis),
        ("@valid", publication?.ValidFrom is { } from ? database.Instant(from) : null), ("@publishedat", publication is null ? null : database.Instant(publication.At)),
    ];

    private static IEnumerable<DefinitionVersion> Ordered(IEnumerable<DefinitionVersion> newestFirst)
    {
        var (isFirst, isPublishedSeen) = (true, false);
        foreach (var version in newestFirst)
        {
            yield return version with { IsLatest = isFirst, IsPublished = version.IsPublished && !isPublishedSeen };
            (isFirst, isPublishedSeen) = (false, isPublishedSeen || version.IsPublished);
        }
    }

    private DefinitionVersion Read(DbDataReader row) => new()
    {
        VersionId = row.GetString(0),
        DefinitionId = row.GetString(1),
        Version = (int)row.GetInt64(2),
        Revision = row.GetInt64(3),
        ContentHash = row.GetString(4),
        Name = Text(row, 5) ?? row.GetString(1),
        Description = Text(row, 6),
        CreatedAt = database.ReadInstant(row, 7),
        IsPublished = row.GetBoolean(8),
        IsFrozen = row.GetBoolean(9),
        Source = row.GetString(10),
        IsInFile = row.GetBoolean(11),
        SavedBy = Text(row, 12),
        SavedIn = Text(row, 13),
        Publication = database.ReadOptionalInstant(row, 18) is { } at
            ? new Publication(Text(row, 14) ?? "", Text(row, 15) ?? "", Text(row, 16), database.ReadOptionalInstant(row, 17), at)
            : null,
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
