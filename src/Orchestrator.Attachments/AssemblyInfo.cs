using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Attachments.Tests")]
