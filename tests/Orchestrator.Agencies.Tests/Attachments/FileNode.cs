using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Tests.Hosting;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Links;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Attachments;

/// <summary>The real runtime with attachments, and an archive over real HTTP that takes and gives files.</summary>
internal sealed class FileNode : IAsyncDisposable
{
    private const string Archive = """
        openapi: 3.1.0
        info: { title: Archive, version: 1.0.0, x-agency: { code: archive, name: { vi: Lưu trữ, en: Archive } } }
        servers: [ { url: http://127.0.0.1:1 } ]
        paths:
          /scans:
            post:
              operationId: FileScan
              requestBody:
                required: true
                content:
                  multipart/form-data:
                    schema:
                      type: object
                      required: [title, scan]
                      properties:
                        title: { type: string }
                        scan: { type: string, format: binary, x-attachment: { types: [application/pdf], maxBytes: 2000000, hashHeader: X-File-Sha256 } }
                        more: { type: array, items: { type: string, format: binary } }
              responses: { '200': { description: Filed } }
          /extracts:
            post:
              operationId: GetExtract
              requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { number: { type: string } } } } } }
              responses: { '200': { description: The extract, content: { application/pdf: { schema: { type: string, format: binary } } } } }
          /dossiers:
            post:
              operationId: GetDossier
              requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { number: { type: string } } } } } }
              responses:
                '200':
                  description: The dossier
                  content:
                    multipart/form-data:
                      schema: { type: object, required: [title], properties: { title: { type: string }, count: { type: integer }, years: { type: array, items: { type: integer } }, about: { type: object, properties: { pages: { type: integer } } }, scans: { type: array, items: { type: string, format: binary } } } }
          /papers:
            post:
              operationId: FilePaper
              requestBody:
                required: true
                content: { application/pdf: { schema: { type: string, format: binary, x-attachment: { hashHeader: Content-Digest } } } }
              responses: { '200': { description: Filed } }
          /papers/search:
            post:
              operationId: FindPapers
              requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { number: { type: string } } } } } }
              responses: { '200': { description: The papers, content: { application/json: { schema: { $ref: '#/components/schemas/Papers' } } } } }
          /orders:
            post:
              operationId: OrderPapers
              x-callback-url: { header: X-Callback-Url }
              x-deadline: P10D
              requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { number: { type: string } } } } } }
              responses: { '202': { description: Ordered } }
              callbacks:
                papers:
                  '{$request.header.X-Callback-Url}':
                    post:
                      requestBody:
                        content:
                          multipart/form-data:
                            schema:
                              type: object
                              properties:
                                title: { type: string, maxLength: 40 }
                                paper: { type: string, format: binary, x-attachment: { types: [application/pdf], maxBytes: 3000000 } }
                          application/json: { schema: { $ref: '#/components/schemas/Papers' } }
                      responses: { '200': { description: Taken } }
        components:
          schemas:
            Papers:
              type: object
              required: [title]
              properties:
                title: { type: string, maxLength: 40 }
                paper: { type: string, format: attachment, maxLength: 60, x-attachment: { types: [application/pdf], maxBytes: 100000 } }
                more: { type: array, items: { type: string, format: attachment } }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IHost _host;

    private FileNode(IHost host, string folder, MinistryServer ministry, FakeTimeProvider time) => (_host, Folder, Ministry, Time) = (host, folder, ministry, time);

    public string Folder { get; }

    public MinistryServer Ministry { get; }

    public FakeTimeProvider Time { get; }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<FileNode> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("files-").FullName;
        var agency = System.IO.Directory.CreateDirectory(Path.Combine(folder, "agencies", "archive")).FullName;
        await File.WriteAllTextAsync(Path.Combine(agency, "openapi.yaml"), Archive);
        var ministry = await MinistryServer.StartAsync();
        ministry.Answer = (_, context) => MinistryServer.ReplyAsync(context, 200, "{}");
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Storage:Provider", "Sqlite"), new("ConnectionStrings:Orchestrator", $"Data Source={Path.Combine(folder, "files.db")};Pooling=false"),
            new("Workflows:Path", folder), new("Data:Path", folder), new("Agencies:AllowLoopback", "true"), new("Agencies:archive:BaseUrl", ministry.Address.ToString()),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddOrchestratorRuntime(builder.Configuration);
        builder.Services.AddOrchestratorAgencies(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new FileNode(host, folder, ministry, time);
    }

    public async Task<Attachment> StoreAsync(byte[] content, string? name = null)
    {
        var upload = new Upload("agency:portal", Guid.NewGuid().ToString("N"), new MemoryStream(content)) { Name = name };
        return Assert.IsType<UploadOutcome.Stored>(await Get<UploadDesk>().UploadAsync(upload, TestContext.Current.CancellationToken)).Attachment;
    }

    /// <summary>Starts a case that has the files and calls one operation.</summary>
    public Task<CaseId> StartCaseAsync(string operation, JsonObject inputs, params Attachment[] files) => StartCaseAsync(operation, inputs, null, files);

    /// <summary>Starts a case that has no files of its own and was made by another one.</summary>
    public Task<CaseId> StartCaseAsync(string operation, JsonObject inputs, CaseId parent) => StartCaseAsync(operation, inputs, new ParentLink(parent, null), []);

    private async Task<CaseId> StartCaseAsync(string operation, JsonObject inputs, ParentLink? parent, Attachment[] files)
    {
        var activity = new JsonObject { ["id"] = "call", ["nodeId"] = "Workflow1:root:call", ["type"] = $"Agency.Archive.{operation}", ["version"] = 1 };
        foreach (var (name, value) in inputs)
        {
            activity[char.ToLowerInvariant(name[0]) + name[1..]] = new JsonObject
            {
                ["typeName"] = "Object",
                ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = value!.ToJsonString() },
            };
        }

        var definition = new JsonObject
        {
            ["definitionId"] = $"files-{Guid.NewGuid():N}",
            ["name"] = "files",
            ["root"] = new JsonObject { ["id"] = "root", ["nodeId"] = "Workflow1:root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(activity) },
        };
        var imported = await Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(definition.ToJsonString()), "test", TestContext.Current.CancellationToken);
        var done = imported as ImportOutcome.Imported ?? throw new InvalidOperationException(imported is ImportOutcome.Refused refused ? string.Join('\n', refused.Faults) : imported.ToString());
        var input = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>
        {
            [AttachmentMarks.InputMember] = AttachmentMarks.List(files.Select((file, index) => ($"/files/{index}", file))),
        });
        var start = new StartRequest(null, null, _ => new CaseStarted(definition["definitionId"]!.ToString(), done.VersionId, done.Version, input, null, null, parent), Actor.System);
        return Assert.IsType<StartOutcome.Started>(await Get<ICaseRuntime>().StartAsync(start, TestContext.Current.CancellationToken)).CaseId;
    }

    /// <summary>The case once it has ended or has an incident.</summary>
    public async Task<CaseState> EndAsync(CaseId caseId, TimeSpan step = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await Get<ICaseRuntime>().FindAsync(caseId, patience.Token) is { } state && (state.Status == CaseStatus.Finished || !state.Incidents.IsEmpty))
                return state;
            await pause.WaitForNextTickAsync(patience.Token);
            if (step > TimeSpan.Zero)
                Time.Advance(step);
        }
    }

    /// <summary>The case as soon as it is as wanted.</summary>
    public async Task<CaseState> UntilAsync(CaseId caseId, Func<CaseState, bool> isWanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await foreach (var _ in Get<IJournalReader>().FollowAsync(caseId, 0, patience.Token))
        {
            if (await Get<ICaseRuntime>().FindAsync(caseId, patience.Token) is { } state && isWanted(state))
                return state;
        }

        throw new InvalidOperationException("The journal ended.");
    }

    /// <summary>Outputs of the call.</summary>
    public async Task<JsonElement> OutputsAsync(CaseId caseId)
    {
        var entries = await Get<IJournalReader>().ReadAsync(caseId, 0, 200, TestContext.Current.CancellationToken);
        return JsonElement.Parse(entries.First(entry => entry is { Kind: nameof(ActivityCompleted), ActivityId: "call" }).Payload.Span).GetProperty("outputs");
    }

    /// <summary>Files below the folder of attachments, those under way included.</summary>
    public int StoredFiles => System.IO.Directory.Exists(Path.Combine(Folder, "attachments")) ? System.IO.Directory.EnumerateFiles(Path.Combine(Folder, "attachments"), "*", SearchOption.AllDirectories).Count() : 0;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        await Ministry.DisposeAsync();
        System.IO.Directory.Delete(Folder, recursive: true);
    }
}
