using Orchestrator.Cases.Applications;

namespace Orchestrator.Cases.Procedures;

/// <summary>A good procedure with its schema ready to check applications.</summary>
internal sealed record LoadedProcedure(Procedure Procedure, ApplicationSchema Schema);
