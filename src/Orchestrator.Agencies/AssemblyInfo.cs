using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Agencies.Tests")]
