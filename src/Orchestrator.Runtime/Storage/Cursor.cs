using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orchestrator.Runtime.Storage;

/// <summary>Where a list goes on: a moment, and how many rows of that very moment were shown already.</summary>
/// <param name="At">The moment of the last row shown.</param>
/// <param name="Shown">How many rows of that moment were shown.</param>
public readonly record struct Cursor(DateTimeOffset At, int Shown)
{
    /// <summary>Reads a cursor that a caller sends back; null for the first page. False for one that is not ours.</summary>
    public static bool TryParse(string? text, out Cursor? cursor)
    {
        cursor = null;
        if (text is null) return true;
        if (text.Length > 80 || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shown)) return false;
        cursor = new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), shown);
        return true;
    }

    /// <summary>A page of rows that were read one past the limit.</summary>
    /// <param name="rows">In order, at most <paramref name="limit"/> + 1.</param>
    /// <param name="limit">Size of the page.</param>
    /// <param name="before">Where this page began.</param>
    /// <param name="at">The moment that the list is ordered by.</param>
    public static string? Next<T>(IReadOnlyList<T> rows, int limit, Cursor? before, Func<T, DateTimeOffset> at)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count <= limit) return null;
        ArgumentNullException.ThrowIfNull(at);
        var last = at(rows[limit - 1]);
        var shown = rows.Take(limit).Count(row => at(row) == last) + (before is { } cursor && cursor.At == last ? cursor.Shown : 0);
        return new Cursor(last, shown).ToString();
    }

    /// <inheritdoc />
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Shown}")));
}
