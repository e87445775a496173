using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Storage;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>
/// The keys that this node signs with: private halves in files that only their owner can read, named by the day they were made; public halves in the
/// database, before the first checkpoint that they sign. The newest signs until it is older than its lifetime, then the next one is made.
/// </summary>
internal sealed class KeyRing(AuditSettings settings, IDbContextFactory<AuditDbContext> contexts, TimeProvider clock)
{
    private const string DayFormat = "yyyyMMdd";

    /// <summary>The key that signs now. The caller disposes it.</summary>
    public async Task<SigningKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(settings.Keys);
        else Directory.CreateDirectory(settings.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var newest = Directory.EnumerateFiles(settings.Keys, "*.pem").Max(StringComparer.Ordinal);
        var key = newest is not null && DayOf(newest) is { } made && now - made < settings.KeyLifetime
            ? SigningKey.FromPem(await File.ReadAllTextAsync(newest, cancellationToken))
            : await MakeAsync(now, cancellationToken);
        await PublishAsync(key.Public, now, cancellationToken);
        return key;
    }

    /// <summary>Every key that ever signed here.</summary>
    public async Task<IReadOnlyList<PublicKey>> PublicAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Keys.AsNoTracking().OrderBy(row => row.Since).Select(row => new PublicKey(row.Id, row.Key)).ToListAsync(cancellationToken);
    }

    private async Task<SigningKey> MakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = SigningKey.Create();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(Path.Combine(settings.Keys, $"{now.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture)}-{key.Public.Id}.pem"), options);
        await file.WriteAsync(key.ToPem().AsMemory(), cancellationToken);
        return key;
    }

    private async Task PublishAsync(PublicKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Keys.AnyAsync(row => row.Id == key.Id, cancellationToken)) return;
        context.Add(new KeyRow { Id = key.Id, Key = key.Key, Since = now });
        await context.SaveChangesAsync(cancellationToken);
    }

    private static DateTimeOffset? DayOf(string file) =>
        DateTimeOffset.TryParseExact(Path.GetFileName(file).Split('-')[0], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
