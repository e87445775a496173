using System.Text.Json;

namespace Orchestrator.Audit.TimeTravel;

/// <summary>What became different in a case between two moments.</summary>
/// <param name="From">The earlier moment, or null when the case did not exist then.</param>
/// <param name="To">The later moment.</param>
/// <param name="Entries">How many journal entries lie between.</param>
/// <param name="Variables">Variables whose values differ, also where both values are masked.</param>
/// <param name="Places">Activities that stand otherwise, or ran again.</param>
public sealed record MomentDifference(
    CaseMoment? From, CaseMoment To, long Entries, IReadOnlyList<VariableChange> Variables, IReadOnlyList<PlaceChange> Places);

/// <summary>A variable whose value differs.</summary>
/// <param name="Name">Name in the definition.</param>
/// <param name="ExecutionId">The execution that owns it; 0 is the workflow.</param>
/// <param name="Before">The value before, or null when it had none.</param>
/// <param name="After">The value after, or null when it is gone.</param>
public sealed record VariableChange(string Name, long ExecutionId, JsonElement? Before, JsonElement? After);

/// <summary>An activity that stands otherwise, or ran again.</summary>
/// <param name="ActivityId">Its id.</param>
/// <param name="Name">Its name as drawn.</param>
/// <param name="Before">How it stood, or null when it had not been reached.</param>
/// <param name="After">How it stands, or null when a newer version of the definition has it no more.</param>
/// <param name="Runs">How often it ran in between.</param>
public sealed record PlaceChange(string ActivityId, string Name, Standing? Before, Standing? After, int Runs);
