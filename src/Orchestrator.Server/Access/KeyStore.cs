using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Orchestrator.Server.Access;

/// <summary>Creates, lists, revokes and checks keys.</summary>
/// <remarks>
/// A key that was found is remembered for <see cref="Freshness"/>, so that a busy agency costs no query per request; a key revoked on another
/// node stops working here within that time.
/// </remarks>
internal sealed class KeyStore(IDbContextFactory<AccessDbContext> databases, IHostEnvironment environment, TimeProvider time)
{
    /// <summary>How long a key that was found is believed.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private const int RememberedKeys = 10_000;
    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset ReadAt)> remembered = new(StringComparer.Ordinal);

    /// <summary>Stores a new key. The draft must have no faults.</summary>
    public async Task<CreatedKey> CreateAsync(KeyDraft draft, string createdBy, bool development, CancellationToken cancellationToken)
    {
        var text = KeyText.New();
        var now = time.GetUtcNow();
        var key = new ApiKey
        {
            Id = text.Id,
            Name = draft.Name.Trim(),
            Role = draft.Role.Name(),
            Agency = draft.Agency,
            Localities = string.Join(',', draft.Localities),
            Holder = draft.Holder,
            Makers = string.Join(',', draft.Makers),
            SecretHash = text.SecretHash(),
            Development = development,
            CreatedAt = now,
            CreatedBy = createdBy,
            ExpiresAt = now + draft.Lifetime,
        };
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.ApiKeys.Add(key);
        await database.SaveChangesAsync(cancellationToken);
        return new CreatedKey(key, text.Reveal());
    }

    /// <summary>All keys, newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var keys = await database.ApiKeys.AsNoTracking().ToListAsync(cancellationToken);
        return [.. keys.OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <summary>True when a key of any kind was ever created that this environment accepts.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var development = environment.IsDevelopment();
        return await database.ApiKeys.AnyAsync(key => development || !key.Development, cancellationToken);
    }

    /// <summary>Ends a key at once; a key that is revoked already stays as it is. Null when there is no such key.</summary>
    public async Task<ApiKey?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var key = await database.ApiKeys.FindAsync([id], cancellationToken);
        if (key is null)
            return null;
        key.RevokedAt ??= time.GetUtcNow();
        await database.SaveChangesAsync(cancellationToken);
        remembered.TryRemove(id, out _);
        return key;
    }

    /// <summary>The caller that a key stands for, or null when the key is unknown, wrong, expired, revoked or of another environment.</summary>
    public async ValueTask<Caller?> FindCallerAsync(string text, CancellationToken cancellationToken)
    {
        if (!KeyText.TryParse(text, out var presented) || await FindUsableAsync(presented.Id, cancellationToken) is not { } key)
            return null;
        return CryptographicOperations.FixedTimeEquals(presented.SecretHash(), key.SecretHash) ? CallerOf(key) : null;
    }

    /// <summary>The caller behind a page that signed in with this key earlier, or null when the key no longer works.</summary>
    public async ValueTask<Caller?> FindSignedInAsync(string keyId, CancellationToken cancellationToken) =>
        await FindUsableAsync(keyId, cancellationToken) is { } key ? CallerOf(key) : null;

    private async ValueTask<ApiKey?> FindUsableAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!remembered.TryGetValue(id, out var known) || now - known.ReadAt >= Freshness)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            if (await database.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Id == id, cancellationToken) is not { } read)
                return null;
            if (remembered.Count >= RememberedKeys)
                remembered.Clear();
            remembered[id] = known = (read, now);
        }

        var usable = known.Key.RevokedAt is null && known.Key.ExpiresAt > now && (!known.Key.Development || environment.IsDevelopment());
        return usable ? known.Key : null;
    }

    private static Caller CallerOf(ApiKey key) => new(
        key.Id, key.Name, RoleNames.Find(key.Role) ?? throw new InvalidOperationException($"Key {key.Id} has the unknown role '{key.Role}'."),
        key.Agency, [.. key.Localities.Split(',', StringSplitOptions.RemoveEmptyEntries)])
    {
        Holder = key.Holder,
        Makers = [.. (key.Makers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)],
    };
}
