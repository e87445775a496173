using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>How the agency is asked later what it holds of a call, so that both sides can be compared.</summary>
/// <param name="OperationId">The operation of the same document that tells.</param>
/// <param name="Inputs">Where its inputs come from; every required one is there.</param>
/// <param name="Comparisons">What must be the same on both sides; at least one.</param>
/// <param name="AbsentOutcome">Outcome of the asked operation that means that the agency holds nothing, or null when only HTTP 404 says so.</param>
public sealed record StatusInquiryRule(
    string OperationId, ImmutableArray<ValueMapping> Inputs, ImmutableArray<StatusComparison> Comparisons, string? AbsentOutcome);

/// <summary>A value that both sides must have.</summary>
/// <param name="Theirs">JSON pointer into the inquiry's answer.</param>
/// <param name="Ours">Where the call has it.</param>
public sealed record StatusComparison(string Theirs, ValueOrigin Ours);
