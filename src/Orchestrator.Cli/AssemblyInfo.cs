using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Cli.Tests")]
