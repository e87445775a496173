using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Limits of lists.</summary>
internal static class Paging
{
    /// <summary>Items on a page when nothing else is asked for.</summary>
    public const int UsualLimit = 50;

    /// <summary>Most items on a page.</summary>
    public const int LargestLimit = 200;

    /// <summary>The problem with a limit, or null.</summary>
    public static Problem? Refuse(int? limit, int largest = LargestLimit) =>
        limit is null || (limit >= 1 && limit <= largest) ? null : new Problem(ProblemKind.BadParameter, "limit");
}
