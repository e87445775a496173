using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>What an agency holds of a call differs from what we hold.</summary>
/// <param name="Kind">How.</param>
/// <param name="Repair">What would mend it.</param>
/// <param name="Places">JSON pointers into the agency's answer where values differ; never the values.</param>
public sealed record Difference(DifferenceKind Kind, RepairKind Repair, ImmutableArray<string> Places)
{
    /// <summary>What is wrong and what to do, for people.</summary>
    public LocalizedText Text(AgencyDocument agency, AgencyOperation operation)
    {
        ArgumentNullException.ThrowIfNull(agency);
        ArgumentNullException.ThrowIfNull(operation);
        var text = DifferenceTexts.Of(this);
        var places = string.Join(", ", Places);
        return new LocalizedText(
            Filled(text.Vi, agency.Name.Vi, operation.Name.Vi, places), Filled(text.En, agency.Name.En, operation.Name.En, places));
    }

    private static string Filled(string text, string agency, string operation, string places) => text
        .Replace("{agency}", agency, StringComparison.Ordinal).Replace("{operation}", operation, StringComparison.Ordinal).Replace("{places}", places, StringComparison.Ordinal);
}

/// <summary>How both sides differ.</summary>
public enum DifferenceKind
{
    /// <summary>It is done here, and the agency knows nothing of it.</summary>
    UnknownThere,

    /// <summary>The agency has a final answer, and the case still waits for it.</summary>
    AnsweredThere,

    /// <summary>Both have it, with other values.</summary>
    Different,
}

/// <summary>What mends a difference.</summary>
public enum RepairKind
{
    /// <summary>Only people can.</summary>
    None,

    /// <summary>The same call once more, under the same idempotency key; its answer is recorded and nothing in the case runs again.</summary>
    SendAgain,

    /// <summary>Ask for the answer now, as the operation's <c>x-poll</c> says.</summary>
    AskAgain,
}
