using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Agencies.Storage;

namespace Orchestrator.Agencies.Versions;

/// <summary>The versions in the database. The only code that reads and writes their tables.</summary>
internal sealed class DocumentStore(IDbContextFactory<DocumentsDbContext> databases)
{
    /// <summary>How many versions each agency has: changes with every version that is stored, on whatever node.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Documents.GroupBy(row => row.Agency).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    /// <summary>All versions without their content, of one agency or of all, lowest first.</summary>
    public async Task<IReadOnlyList<DocumentVersion>> ListAsync(string? agency, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Documents.Where(row => agency == null || row.Agency == agency).OrderBy(row => row.Agency).ThenBy(row => row.Version)
            .Select(row => new DocumentVersion(row.Agency, row.Version, row.Label, row.Hash, row.Origin, row.Author, row.Note, row.Restores, row.StoredAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The content of a version, byte for byte as it was put in place; null when there is none.</summary>
    public async Task<byte[]?> ContentAsync(string agency, int version, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Documents.Where(row => row.Agency == agency && row.Version == version).Select(row => row.Content).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Stores a version. False when somebody else took the number meanwhile.</summary>
    public async Task<bool> AddAsync(DocumentVersion version, string content, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Documents.Add(new DocumentRow
        {
            Agency = version.Agency,
            Version = version.Version,
            Label = version.Label,
            Hash = version.Hash,
            Content = Encoding.UTF8.GetBytes(content),
            Origin = version.Origin,
            Author = version.Author,
            Note = version.Note,
            Restores = version.Restores,
            StoredAt = version.StoredAt,
        });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem.InnerException is DbException)
        {
            if (await database.Documents.AsNoTracking().AnyAsync(row => row.Agency == version.Agency && row.Version == version.Version, cancellationToken))
                return false;
            throw;
        }
    }

    /// <summary>What was last seen in files, by place and agency.</summary>
    public async Task<IReadOnlyDictionary<(string Place, string Agency), string>> SeenAsync(IReadOnlyCollection<string> places, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Files.Where(row => places.Contains(row.Place)).ToDictionaryAsync(row => (row.Place, row.Agency), row => row.Hash, cancellationToken);
    }

    /// <summary>Remembers what a file has.</summary>
    public async Task SawAsync(string place, string agency, string hash, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Files.FindAsync([place, agency], cancellationToken) is { } known)
            known.Hash = hash;
        else
            database.Files.Add(new DocumentFileRow { Place = place, Agency = agency, Hash = hash });
        await database.SaveChangesAsync(cancellationToken);
    }
}
