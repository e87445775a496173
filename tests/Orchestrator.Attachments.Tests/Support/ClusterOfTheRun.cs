using Orchestrator.TestKit;

[assembly: AssemblyFixture(typeof(Orchestrator.Attachments.Tests.Support.ClusterOfTheRun))]

namespace Orchestrator.Attachments.Tests.Support;

/// <summary>One PostgreSQL cluster for the whole run.</summary>
public sealed class ClusterOfTheRun : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
