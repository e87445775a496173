using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Audit.Tests")]
