using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>A runtime with the real engine, as one process would have it.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(IHost host) => _host = host;

    public IServiceProvider Provider => _host.Services;

    public ICaseRuntime Runtime => Get<ICaseRuntime>();

    public IJournalReader Journal => Get<IJournalReader>();

    internal TenureKeeper Keeper => Get<TenureKeeper>();

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts a node; it may become owner or stand by.</summary>
    public static async Task<TestNode> StartAsync(TestStore store, Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddOrchestratorRuntime(store.Configuration([("Runtime:StandbyInterval", "00:00:00.050"), .. settings]));
        change?.Invoke(builder.Services);
        var node = new TestNode(builder.Build());
        await node._host.StartAsync();
        return node;
    }

    /// <summary>Starts a node and waits until it owns the shards.</summary>
    public static async Task<TestNode> OwnAsync(TestStore store, Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        var node = await StartAsync(store, change, settings);
        await node.OwnedAsync();
        return node;
    }

    public async Task OwnedAsync() =>
        Assert.NotNull(await Keeper.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

    /// <summary>Imports a definition and starts a case of it.</summary>
    public async Task<CaseId> StartCaseAsync(string definition, object? input = null, StartKey? key = null, string? correlationId = null)
    {
        var outcome = await Runtime.StartAsync(await RequestAsync(definition, input, key, null, correlationId), TestContext.Current.CancellationToken);
        return Assert.IsType<StartOutcome.Started>(outcome).CaseId;
    }

    public async Task<StartRequest> RequestAsync(
        string definition, object? input = null, StartKey? key = null, CounterKey? counter = null, string? correlationId = null)
    {
        var (versionId, version, definitionId) = await ImportAsync(definition);
        var values = System.Text.Json.JsonSerializer.SerializeToElement(input ?? new { });
        return new StartRequest(
            key, counter, number => new CaseStarted(definitionId, versionId, version, values, correlationId, $"case {number}", null), new Actor("agency", "portal"));
    }

    public async Task<(string VersionId, int Version, string DefinitionId)> ImportAsync(string definition)
    {
        var imported = await Get<IDefinitionStore>().ImportAsync(
            System.Text.Encoding.UTF8.GetBytes(definition), "test", TestContext.Current.CancellationToken);
        var id = System.Text.Json.JsonDocument.Parse(definition).RootElement.GetProperty("definitionId").GetString()!;
        return imported switch
        {
            ImportOutcome.Imported done => (done.VersionId, done.Version, id),
            ImportOutcome.Unchanged same => (same.VersionId, same.Version, id),
            ImportOutcome.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Faults)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Looks at the case after each of its commits until its state is as wished.</summary>
    public async Task<CaseState> UntilAsync(CaseId caseId, Func<CaseState, bool> wished)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        CaseState? last = null;
        try
        {
            while (true)
            {
                var next = Get<JournalFeed>().NextAsync(caseId);
                last = await Runtime.FindAsync(caseId, patience.Token);
                if (last is not null && wished(last)) return last;
                await next.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Case {caseId} did not come as far as wished; it is {last?.Status}/{last?.SubStatus} with bookmarks [{string.Join(", ", last?.Bookmarks.Values.Select(b => b.Name ?? b.Kind.ToString()) ?? [])}].");
            throw;
        }
    }

    public async Task<CommandOutcome> SendAsync(CaseId caseId, CaseCommand command) =>
        await Runtime.SendAsync(caseId, command, new Actor("officer", "an"), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }
}
