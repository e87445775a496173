namespace Orchestrator.Cases.Procedures;

/// <summary>Something that keeps a procedure from being offered.</summary>
/// <param name="Procedure">Folder name below <c>workflows/procedures</c>.</param>
/// <param name="File">File name inside the folder.</param>
/// <param name="Code">Stable code, for example <c>schema-keyword</c>.</param>
/// <param name="Path">JSON path to the spot, for example <c>$.properties.child.unevaluatedProperties</c>.</param>
/// <param name="Message">"Expected …, but …; do …".</param>
public sealed record ProcedureFault(string Procedure, string File, string Code, string Path, string Message);
