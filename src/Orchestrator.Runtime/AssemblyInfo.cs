using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Attachments.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Audit.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Runtime.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Benchmarks")]
