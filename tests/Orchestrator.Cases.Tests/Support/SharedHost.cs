namespace Orchestrator.Cases.Tests;

/// <summary>One host for the tests of a class.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public CasesHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await CasesHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
