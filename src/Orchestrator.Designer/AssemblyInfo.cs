using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Designer.Tests")]
