using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Cases.Tests")]
