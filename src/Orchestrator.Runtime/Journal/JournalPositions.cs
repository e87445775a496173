using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Journal;

/// <summary>
/// Remembers for histories that somebody scrolls through where every so-manieth fitting entry is, so that the database neither counts nor skips the same
/// entries again. Entries never change, so what was counted stays right and only what came after is looked at. Forgotten when nobody has asked for a while.
/// </summary>
internal sealed class JournalPositions(Database database, TimeProvider time) : IDisposable
{
    /// <summary>How many fitting entries lie between two places that are remembered; at most so many are skipped by the database.</summary>
    private const int Stride = 256;

    private const int MostHistories = 500;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostHistories, Clock = new Clock(time) });

    public void Dispose() => _known.Dispose();

    /// <summary>The places of the entries that fit, as of now.</summary>
    public async Task<Positions> ReadAsync(string condition, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        var key = condition + string.Join('\u001f', parameters.Select(parameter => Convert.ToString(parameter.Value, CultureInfo.InvariantCulture)));
        var known = _known.TryGetValue(key, out Positions? found) ? found! : Positions.None;
        var news = await database.QueryAsync(
            $"""
            SELECT seq, n FROM (
              SELECT seq, ROW_NUMBER() OVER (ORDER BY seq) AS n, LEAD(seq) OVER (ORDER BY seq) AS following FROM journal {condition} AND seq > @counted) AS fitting
            WHERE (n + @count) % {Stride.ToString(CultureInfo.InvariantCulture)} = 0 OR following IS NULL ORDER BY n
            """,
            [.. parameters, ("@counted", known.Last), ("@count", known.Count)], row => (Sequence: row.GetInt64(0), Number: row.GetInt64(1)), cancellationToken);
        if (news.Count == 0) return known;
        var (last, number) = news[^1];
        var positions = new Positions(
            known.Count + number, last, known.Marks.AddRange(news.Where(one => (known.Count + one.Number) % Stride == 0).Select(one => one.Sequence)));
        _known.Set(key, positions, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Forgotten });
        return positions;
    }

    /// <summary>Where fitting entries are.</summary>
    /// <param name="Count">How many there are.</param>
    /// <param name="Last">Sequence number of the last one.</param>
    /// <param name="Marks">Sequence number of every <see cref="Stride"/>th.</param>
    internal sealed record Positions(long Count, long Last, ImmutableArray<long> Marks)
    {
        public static Positions None { get; } = new(0, 0, []);

        /// <summary>The remembered place before a position, and how many fitting entries lie between them.</summary>
        public (long After, long Between) Before(long skip)
        {
            var mark = (int)Math.Min(skip / Stride, Marks.Length);
            return (mark == 0 ? 0 : Marks[mark - 1], skip - ((long)mark * Stride));
        }
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
