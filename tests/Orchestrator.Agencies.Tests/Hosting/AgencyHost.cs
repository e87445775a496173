using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Tests.Documents;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Tests.Hosting;

/// <summary>The agencies module as a host composes it, with the sample agency at a server of the test and a clock that the test moves.</summary>
internal sealed class AgencyHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly string _folder;

    private AgencyHost(ServiceProvider provider, string folder, MinistryServer ministry, RecordingRuntime runtime, FakeTimeProvider time) =>
        (_provider, _folder, Ministry, Runtime, Time) = (provider, folder, ministry, runtime, time);

    public MinistryServer Ministry { get; }

    public RecordingRuntime Runtime { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>What an administrator can change while the program runs.</summary>
    public required IConfiguration Configuration { get; init; }

    public CallbackReceiver Callbacks => _provider.GetRequiredService<CallbackReceiver>();

    public AgencyStatus Status => _provider.GetRequiredService<AgencyDirectory>().Find("test-registry")!;

    public static async Task<AgencyHost> StartAsync(Func<string, string>? document = null, params (string Key, string Value)[] settings) =>
        await StartAsync(await MinistryServer.StartAsync(), document, settings);

    public static async Task<AgencyHost> StartAsync(MinistryServer ministry, Func<string, string>? document = null, params (string Key, string Value)[] settings)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("agencies-").FullName;
        var agency = System.IO.Directory.CreateDirectory(Path.Combine(folder, "agencies", "registry")).FullName;
        await File.WriteAllTextAsync(Path.Combine(agency, "openapi.yaml"), (document ?? (text => text))(Samples.Registry));
        var other = System.IO.Directory.CreateDirectory(Path.Combine(folder, "agencies", "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "openapi.yaml"), Samples.Registry.Replace("code: test-registry", "code: other-registry", StringComparison.Ordinal));

        var values = new Dictionary<string, string?>
        {
            ["Workflows:Path"] = folder,
            ["Data:Path"] = Path.Combine(folder, "data"),
            ["Public:BaseUrl"] = "https://orchestrator.example",
            ["Agencies:AllowLoopback"] = "true",
            ["Agencies:test-registry:BaseUrl"] = ministry.Address + "registry",
            ["Agencies:other-registry:BaseUrl"] = ministry.Address + "other",
        };
        foreach (var (key, value) in settings)
            values[key] = value;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        var runtime = new RecordingRuntime(time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(new StorageSettings(StorageProvider.Sqlite, $"Data Source={Path.Combine(folder, "unused.db")}"))
            .AddSingleton<ICaseRuntime>(runtime)
            .AddSingleton<IEffectQueue>(runtime)
            .AddSingleton<IJournalReader>(runtime)
            .AddOrchestratorAgencies(configuration)
            .BuildServiceProvider();
        Assert.Empty(provider.GetRequiredService<AgencyDirectory>().Faults);
        runtime.Handler = provider.GetRequiredService<IEffectHandler>();
        return new AgencyHost(provider, folder, ministry, runtime, time) { Configuration = configuration };
    }

    /// <summary>Asks for a registration.</summary>
    public Task<PendingEffect> RegisterAsync(int number = 1, DateTimeOffset? priority = null) => Runtime.RequestAsync(
        $$"""{"agency":"test-registry","operation":"RegisterEntry","inputs":{"OfficeCode":"{{number:00000}}","Kind":"birth","Person":{"name":"A"},"BornOn":"2026-03-01T00:00:00+07:00","Urgent":true} }""",
        number, priority);

    /// <summary>Asks another agency, at the same server, for a registration.</summary>
    public Task<PendingEffect> RegisterElsewhereAsync(int number) => Runtime.RequestAsync(
        $$"""{"agency":"other-registry","operation":"RegisterEntry","inputs":{"OfficeCode":"{{number:00000}}","Kind":"birth","Person":{"name":"B"} } }""", number);

    public Task<CallbackOutcome> CallBackAsync(string token, string body) =>
        Callbacks.ReceiveAsync(CallbackRequest.Plain(token, System.Text.Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Ministry.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
