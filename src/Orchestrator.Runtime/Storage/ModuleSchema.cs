using Microsoft.EntityFrameworkCore;

namespace Orchestrator.Runtime.Storage;

/// <summary>A module's tables, brought up to date when the host starts.</summary>
/// <param name="Module">Short lower-case name; the migration history is in <c>migrations_{module}</c>.</param>
/// <param name="Open">Opens a context of it.</param>
internal sealed record ModuleSchema(string Module, Func<DbContext> Open)
{
    public static string HistoryTable(string module) => $"migrations_{module}";
}
