using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Agencies.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Simulators")]
[assembly: InternalsVisibleTo("Orchestrator.Simulators.Tests")]
