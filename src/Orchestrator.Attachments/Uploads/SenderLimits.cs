using Microsoft.EntityFrameworkCore;
using Orchestrator.Attachments.Storage;

namespace Orchestrator.Attachments.Uploads;

/// <summary>What one sender may have under way, and waiting to be used. What cases use does not count.</summary>
internal sealed class SenderLimits(AttachmentSettings settings, IDbContextFactory<AttachmentsDbContext> contexts, TimeProvider time)
{
    private readonly Dictionary<string, int> _underWay = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Counts an upload in; false when too many are under way on this node.</summary>
    public bool TryEnter(string owner)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(owner);
            if (count >= settings.MostUploadsAtOnce)
                return false;
            _underWay[owner] = count + 1;
            return true;
        }
    }

    /// <summary>Counts it out.</summary>
    public void Leave(string owner)
    {
        lock (_lock)
        {
            if (--_underWay[owner] == 0)
                _underWay.Remove(owner);
        }
    }

    /// <summary>True when a file of that size may still wait to be used.</summary>
    public async Task<bool> HasRoomAsync(string owner, long size, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - settings.KeepUnused;
        var unused = await context.Attachments
            .Where(row => row.Owner == owner && row.UploadedAt >= since && !context.Links.Any(link => link.AttachmentId == row.Id))
            .GroupBy(_ => 1).Select(rows => new { Files = rows.Count(), Bytes = rows.Sum(row => row.Size) }).FirstOrDefaultAsync(cancellationToken);
        return unused is null ? size <= settings.MostUnusedBytes : unused.Files < settings.MostUnusedFiles && unused.Bytes + size <= settings.MostUnusedBytes;
    }
}
