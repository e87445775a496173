using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Checks what operations of one document say about each other.</summary>
internal static class OperationLinks
{
    /// <summary>What is wrong, or null.</summary>
    public static string? FirstFault(AgencyOperation operation, ImmutableArray<AgencyOperation> all)
    {
        if (operation.CompensatedBy is { } undo && !all.Any(other => other.Id == undo))
            return $"Expected x-compensated-by to name an operation of this document, but '{undo}' is none that could be mapped; correct it.";
        if (operation.Poll is not { } poll)
            return null;
        if (all.FirstOrDefault(other => other.Id == poll.OperationId) is not { } polled)
            return $"Expected x-poll to name an operation of this document, but '{poll.OperationId}' is none that could be mapped; correct it.";

        var given = poll.Parameters.Select(parameter => parameter.Key).ToHashSet(StringComparer.Ordinal);
        if (polled.Inputs.FirstOrDefault(input => input.IsRequired && !given.Contains(input.Place.Name)) is { } missing)
            return $"Expected x-poll.parameter to give '{missing.Place.Name}' of {polled.Id}, but it does not; add a pointer into the accepted answer.";
        return poll.Parameters.FirstOrDefault(parameter => polled.Inputs.All(input => input.Place.Name != parameter.Key)).Key is { } unknown
            ? $"Expected x-poll.parameter to name parameters of {polled.Id}, but it has no '{unknown}'; correct it."
            : null;
    }

    /// <summary>Outputs that only the polled answer has are outputs of the operation as well.</summary>
    public static AgencyOperation WithPolledOutputs(AgencyOperation operation, AgencyOperation polled) => operation with
    {
        Outputs = [.. operation.Outputs, .. polled.Outputs.Where(output => operation.Outputs.All(known => known.Name != output.Name))],
    };
}
