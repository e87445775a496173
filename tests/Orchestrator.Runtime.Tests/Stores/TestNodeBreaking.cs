using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Runtime.Tests.Stores;

internal static class TestNodeBreaking
{
    /// <summary>Has a node write through a store that breaks.</summary>
    public static Action<IServiceCollection> With(Func<Break> plan) => services => services.AddSingleton<ICommitStore>(provider => new BreakingStore(
        provider.GetRequiredService<Database>() is SqliteDatabase sqlite
            ? new SqliteCommitStore(sqlite)
            : new PostgreSqlCommitStore((PostgreSqlDatabase)provider.GetRequiredService<Database>()),
        plan));
}
