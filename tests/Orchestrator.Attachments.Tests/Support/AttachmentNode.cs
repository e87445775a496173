using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Orchestrator.Attachments.Links;
using Orchestrator.Attachments.Scanning;
using Orchestrator.Attachments.Storage;
using Orchestrator.Attachments.Sweeping;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Attachments.Tests.Support;

/// <summary>A node with a journal and attachments, on a database and a folder of its own.</summary>
internal sealed class AttachmentNode : IAsyncDisposable
{
    private const string Definition = """
        {"definitionId":"waits","name":"waits","root":{"id":"root","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}}}
        """;

    private readonly IHost _host;

    private AttachmentNode(IHost host, string directory, FakeTimeProvider time) => (_host, Folder, Time) = (host, directory, time);

    public string Folder { get; }

    public FakeTimeProvider Time { get; }

    public UploadDesk Desk => Get<UploadDesk>();

    public AttachmentBook Book => Get<AttachmentBook>();

    /// <summary>Files in the folder of contents, those of uploads under way included.</summary>
    public IReadOnlyList<string> Files =>
        Directory.Exists(Path.Combine(Folder, "attachments")) ? [.. Directory.EnumerateFiles(Path.Combine(Folder, "attachments"), "*", SearchOption.AllDirectories)] : [];

    public static async Task<AttachmentNode> StartAsync(StorageProvider provider, ClusterOfTheRun cluster, params (string Key, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("orchestrator-attachments-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = provider.ToString(),
            ["ConnectionStrings:Orchestrator"] =
                provider == StorageProvider.PostgreSql ? await cluster.Cluster.CreateDatabaseAsync() : $"Data Source={Path.Combine(directory, "attachments.db")};Pooling=false",
            ["Data:Path"] = directory,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddOrchestratorRuntime(builder.Configuration);
        builder.Services.AddOrchestratorAttachments(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new AttachmentNode(host, directory, time);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<UploadOutcome> UploadAsync(byte[] content, string key = "k1", string owner = "agency:portal", string? type = null, string? name = null, string? sha256 = null) =>
        Desk.UploadAsync(
            new Upload(owner, key, new MemoryStream(content)) { MediaType = type, Name = name, ExpectedSha256 = sha256, Length = content.Length }, TestContext.Current.CancellationToken);

    public async Task<Attachment> StoredAsync(byte[] content, string key = "k1", string owner = "agency:portal") =>
        Assert.IsType<UploadOutcome.Stored>(await UploadAsync(content, key, owner)).Attachment;

    public async Task<byte[]> ReadAsync(Attachment attachment)
    {
        await using var content = await Book.OpenAsync(attachment, TestContext.Current.CancellationToken);
        using var all = new MemoryStream();
        await content.CopyToAsync(all, TestContext.Current.CancellationToken);
        return all.ToArray();
    }

    public Task SweepAsync() => Get<Sweeper>().RunAsync(TestContext.Current.CancellationToken);

    public Task ScanAsync() => Get<ScanDesk>().RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Starts a case whose application has the attachments.</summary>
    public async Task<CaseId> StartCaseAsync(params Attachment[] attachments)
    {
        var imported = await Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Definition), "test", TestContext.Current.CancellationToken);
        var versionId = imported is ImportOutcome.Imported done ? done.VersionId : ((ImportOutcome.Unchanged)imported).VersionId;
        var input = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>
        {
            [AttachmentMarks.InputMember] = AttachmentMarks.List(attachments.Select((attachment, index) => ($"/files/{index}", attachment))),
        });
        var outcome = await Get<ICaseRuntime>().StartAsync(
            new StartRequest(null, null, _ => new CaseStarted("waits", versionId, 1, input, null, null, null), new Actor("agency", "portal")), TestContext.Current.CancellationToken);
        return Assert.IsType<StartOutcome.Started>(outcome).CaseId;
    }

    public async Task SendAsync(CaseId caseId, CaseCommand command) =>
        Assert.IsType<CommandOutcome.Accepted>(await Get<ICaseRuntime>().SendAsync(caseId, command, new Actor("agency", "portal"), TestContext.Current.CancellationToken));

    public AttachmentsDbContext Database() => Get<IDbContextFactory<AttachmentsDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
