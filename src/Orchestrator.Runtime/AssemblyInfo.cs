using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Runtime.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Benchmarks")]
