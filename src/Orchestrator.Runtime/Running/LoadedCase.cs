using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>A case in memory, as durable as its journal.</summary>
/// <param name="Workflow">The definition version it keeps.</param>
/// <param name="State">The fold.</param>
/// <param name="Sequence">Sequence number of the last entry in it.</param>
/// <param name="Hash">Hash of that entry.</param>
/// <param name="StartedAt">Time of the first entry.</param>
/// <param name="Key">Seals what is stored of it; null while nothing of it is sealed.</param>
internal sealed record LoadedCase(CompiledWorkflow Workflow, CaseState State, long Sequence, ReadOnlyMemory<byte> Hash, DateTimeOffset StartedAt, CaseKey? Key);
