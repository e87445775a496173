using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Agencies.Documents;

/// <summary>The order in which an agency takes the statuses of a dossier; a status whose predecessors it did not get would be refused.</summary>
/// <param name="Input">Wire name of the input that carries the status.</param>
/// <param name="Order">The statuses as sent, first to last; others may be sent at any time.</param>
/// <param name="Per">Wire name of the input that tells one sequence from another, such as the dossier number, or null for one sequence per case.</param>
public sealed record StatusOrderRule(string Input, ImmutableArray<JsonElement> Order, string? Per)
{
    /// <summary>The statuses that must be sent before <paramref name="status"/>, in order: those before it that were not sent yet.</summary>
    /// <param name="sent">What the agency already took.</param>
    /// <param name="status">What is to be sent now.</param>
    public ImmutableArray<JsonElement> Missing(IEnumerable<JsonElement> sent, JsonElement status)
    {
        var place = Place(status);
        if (place <= 0)
            return [];
        var known = sent.Select(Place).ToHashSet();
        return [.. Order.Take(place).Where((_, index) => !known.Contains(index))];
    }

    // A designer's drop-down gives a text where the agency has a number.
    private int Place(JsonElement status)
    {
        for (var index = 0; index < Order.Length; index++)
        {
            if (string.Equals(Order[index].ToString(), status.ToString(), StringComparison.Ordinal))
                return index;
        }

        return -1;
    }
}
