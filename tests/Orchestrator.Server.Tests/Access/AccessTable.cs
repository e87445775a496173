using System.Collections.Immutable;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Access;

/// <summary>The tables of <c>docs/access.md</c>.</summary>
internal static class AccessTable
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(TestServer.Repository, "docs", "access.md"));

    /// <summary>Endpoint, and the roles that may use it.</summary>
    public static ImmutableSortedDictionary<string, ImmutableHashSet<Role>> Roles { get; } = Rows()
        .Where(cells => cells.Length == 6)
        .ToImmutableSortedDictionary(cells => cells[0], cells => cells[1..].Index().Where(cell => cell.Item == "yes").Select(cell => Columns[cell.Index]).ToImmutableHashSet());

    /// <summary>Endpoints of the API that are open to anyone.</summary>
    public static ImmutableHashSet<string> Open { get; } = [.. Rows().Where(cells => cells.Length == 2).Select(cells => cells[0])];

    private static Role[] Columns => [.. Lines.Single(line => line.StartsWith("| Endpoint | designer", StringComparison.Ordinal))
        .Trim('|').Split('|').Skip(1).Select(word => RoleNames.Find(word.Trim())!.Value)];

    private static IEnumerable<string[]> Rows() =>
        from line in Lines
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()
        select (string[])[cells[0].Trim('`'), .. cells[1..]];
}
