using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Audit")]
[assembly: InternalsVisibleTo("Orchestrator.Audit.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Cases.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Designer.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Server.Tests")]
