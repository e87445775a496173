using System.Collections.Immutable;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Cases.Erasures;

/// <summary>Somebody who is for an erasure.</summary>
/// <param name="Actor">How the journal names them.</param>
/// <param name="Holder">Whose key they came with, for example a staff number; null when nobody said, and then they count as nobody.</param>
/// <param name="Makers">Holders of the key that made theirs, and of those that made that one. Who makes a key can use it.</param>
public sealed record Approver(Actor Actor, string? Holder, ImmutableArray<string> Makers)
{
    /// <summary>True when this is another person than the first one, as far as keys can tell.</summary>
    internal bool IsOtherThan(string? firstHolder, IEnumerable<string> firstMakers) =>
        Holder is not null && firstHolder is not null && Holder != firstHolder && !Makers.Contains(firstHolder) && !firstMakers.Contains(Holder);
}
