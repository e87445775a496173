using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Cli.Tests")]
[assembly: InternalsVisibleTo("Orchestrator.Server.Tests")]
