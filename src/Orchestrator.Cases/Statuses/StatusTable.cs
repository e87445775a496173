using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Cases.Statuses;

/// <summary>
/// The statuses of a case, their codes in both systems beside us, and which may follow which. Data: <c>statuses.json</c>.
/// </summary>
public static class StatusTable
{
    /// <summary>The status every case begins with.</summary>
    public const string First = "received";

    private static readonly FrozenDictionary<string, Row> Rows = Load(out All, out MainLine);

    /// <summary>Every status, in the order of a case's life.</summary>
    public static readonly ImmutableArray<DossierStatus> All;

    private static readonly ImmutableArray<string> MainLine;

    /// <summary>Finds a status by its word, or null.</summary>
    public static DossierStatus? Find(string? key) => key is not null && Rows.TryGetValue(key, out var row) ? row.Status : null;

    /// <summary>
    /// Says how to get from one status to another. The interconnected software refuses a status whose predecessor it never saw, so the
    /// predecessors that were passed over are named.
    /// </summary>
    /// <param name="from">The status now.</param>
    /// <param name="to">The status wished for.</param>
    public static Transition Plan(string from, string to)
    {
        if (!Rows.TryGetValue(from, out var now)) return new Transition.Refused(Unknown(from));
        if (!Rows.ContainsKey(to)) return new Transition.Refused(Unknown(to));
        if (from == to) return new Transition.Allowed([]);
        if (now.Next.Contains(to)) return new Transition.Allowed([to]);
        var start = MainLine.IndexOf(from);
        for (var step = start + 1; start >= 0 && step < MainLine.Length; step++)
        {
            var passed = MainLine.AsSpan(start + 1, step - start).ToImmutableArray();
            if (MainLine[step] == to) return new Transition.Allowed(passed);
        }

        return new Transition.Refused(
            now.Status.IsFinal
                ? $"Expected a case that goes on, but it is {from}; leave its status."
                : $"Expected a status that can follow {from} ({string.Join(", ", now.Next)}), but found {to}; set one of them first.");
    }

    private static string Unknown(string key) => $"Expected one of {string.Join(", ", All.Select(status => status.Key))}, but found '{key}'; use one of them.";

    private static FrozenDictionary<string, Row> Load(out ImmutableArray<DossierStatus> all, out ImmutableArray<string> mainLine)
    {
        using var stream = typeof(StatusTable).Assembly.GetManifestResourceStream("Orchestrator.Cases.Statuses.statuses.json")!;
        var file = JsonSerializer.Deserialize<StatusFile>(stream, JsonSerializerOptions.Web)!;
        var rows = file.Statuses.Select(entry => new Row(
            new DossierStatus(entry.Key, entry.Name, entry.Interconnected, entry.Portal, entry.Next.Count == 0), entry.Next.ToFrozenSet(StringComparer.Ordinal))).ToList();
        all = [.. rows.Select(row => row.Status)];
        mainLine = [.. file.MainLine];
        return rows.ToFrozenDictionary(row => row.Status.Key, StringComparer.Ordinal);
    }

    private sealed record Row(DossierStatus Status, FrozenSet<string> Next);

    private sealed record StatusFile(IReadOnlyList<StatusEntry> Statuses, IReadOnlyList<string> MainLine);

    private sealed record StatusEntry(string Key, BilingualText Name, int? Interconnected, int Portal, IReadOnlyList<string> Next);
}

/// <summary>Whether a status may follow another.</summary>
public abstract record Transition
{
    private Transition() { }

    /// <summary>It may.</summary>
    /// <param name="Path">The statuses passed on the way, the wished one last; empty when it is the same.</param>
    public sealed record Allowed(ImmutableArray<string> Path) : Transition;

    /// <summary>It may not.</summary>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Refused(string Message) : Transition;
}
