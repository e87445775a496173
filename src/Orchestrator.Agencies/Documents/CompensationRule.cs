using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>How a call is undone.</summary>
/// <param name="OperationId">The operation of the same document that undoes it.</param>
/// <param name="Inputs">Where its inputs come from; every required one is there.</param>
/// <param name="Outcomes">Outcomes of the call after which there is something to undo; empty for all.</param>
/// <param name="Undone">Outcomes of the other operation that mean that it is undone; empty for all.</param>
public sealed record CompensationRule(string OperationId, ImmutableArray<ValueMapping> Inputs, ImmutableArray<string> Outcomes, ImmutableArray<string> Undone);
