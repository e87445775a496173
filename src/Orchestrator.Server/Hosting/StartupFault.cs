namespace Orchestrator.Server.Hosting;

/// <summary>The server cannot start as it is configured. The message is for the operator: "Expected …, but …; do …".</summary>
internal sealed class StartupFault(string message) : Exception(message);
