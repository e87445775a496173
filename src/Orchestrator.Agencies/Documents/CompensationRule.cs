using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>How a call is undone.</summary>
/// <param name="OperationId">The operation of the same document that undoes it.</param>
/// <param name="Inputs">Where its inputs come from; every required one is there.</param>
public sealed record CompensationRule(string OperationId, ImmutableArray<ValueMapping> Inputs);
