using System.Text.Json.Serialization;

namespace Orchestrator.Cases.Erasures;

/// <summary>A proposal to erase the data of a case, and what became of it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Number">Dossier number of the case.</param>
/// <param name="Locality">Commune of the case, or null.</param>
/// <param name="Basis">Why, for example an article of law.</param>
/// <param name="State">How far it is.</param>
/// <param name="ProposedBy">Who proposed it, <c>kind:id</c>; <c>system:retention</c> for a rule of the procedure.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ApprovedBy">The persons for it so far, <c>kind:id</c>; it needs two, of whom a proposing person is one.</param>
/// <param name="RefusedBy">Who refused it, or null.</param>
/// <param name="Reason">Why it was refused, or null.</param>
/// <param name="DecidedAt">When the second person was for it, or somebody refused it; null before.</param>
/// <param name="CarriedOutAt">When everything was erased; null before.</param>
public sealed record Erasure(
    Guid Id, string Number, string? Locality, string Basis, ErasureState State, string ProposedBy, DateTimeOffset ProposedAt, IReadOnlyList<string> ApprovedBy,
    string? RefusedBy, string? Reason, DateTimeOffset? DecidedAt, DateTimeOffset? CarriedOutAt);

/// <summary>How far an erasure is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErasureState>))]
public enum ErasureState
{
    /// <summary>It waits for people.</summary>
    [JsonStringEnumMemberName("proposed")]
    Proposed,

    /// <summary>Two persons are for it; it is being carried out.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    /// <summary>Everything was erased.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Somebody refused it.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>The words that stand for states in the database.</summary>
internal static class ErasureStates
{
    public const string Proposed = "proposed", Approved = "approved", Done = "done", Refused = "refused";

    public static ErasureState Parse(string word) => Enum.Parse<ErasureState>(word, ignoreCase: true);
}
