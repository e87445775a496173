using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Attachments;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Server.Tests.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Tests.Api;

/// <summary>A file that an agency sends back later, through the whole server.</summary>
public sealed class LargeCallbackTests
{
    private const string Document = """
        openapi: 3.1.0
        info: { title: Scans, version: 1.0.0, x-agency: { code: scans, name: { vi: Bản quét, en: Scans } } }
        servers: [ { url: http://127.0.0.1:1 } ]
        paths:
          /orders:
            post:
              operationId: OrderScan
              x-callback-url: { header: X-Callback-Url }
              responses: { '202': { description: Ordered } }
              callbacks:
                scan:
                  '{$request.header.X-Callback-Url}':
                    post:
                      requestBody:
                        content:
                          multipart/form-data:
                            schema:
                              type: object
                              required: [title, scan]
                              properties: { title: { type: string }, scan: { type: string, format: binary, x-attachment: { types: [application/pdf] } } }
                      responses: { '200': { description: Taken } }
        """;

    private const string Definition = """
        {"definitionId":"scan-order","name":"scan-order","root":{"id":"root","nodeId":"Workflow1:root","type":"Elsa.Sequence","version":1,"activities":[
          {"id":"order","nodeId":"Workflow1:root:order","type":"Agency.Scans.OrderScan","version":1}]}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Larger than what the web server takes unless it is told otherwise, 30 MB.</summary>
    [Fact]
    public async Task A_file_of_40_MB_in_a_callback_is_kept_and_hashed_and_part_of_the_case()
    {
        var workflows = Directory.CreateTempSubdirectory("large-callback-");
        await File.WriteAllTextAsync(Path.Combine(workflows.CreateSubdirectory("agencies/scans").FullName, "openapi.yaml"), Document, Stop);
        var callbackUrl = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var agency = await AgencyAsync(callbackUrl);
        await using var server = await TestServer.StartAsync(
            customize: builder => builder.Configuration["Agencies:scans:BaseUrl"] = agency.Urls.First(), workflows: workflows.FullName);
        var caseId = await StartCaseAsync(server.Services);
        var path = (await callbackUrl.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop)).AbsolutePath;

        byte[] scan = [.. "%PDF-1.7 "u8, .. RandomNumberGenerator.GetBytes(40_000_000)];
        using var form = new MultipartFormDataContent { { new StringContent("Bản quét"), "title" }, { new ByteArrayContent(scan), "scan", "scan.pdf" } };
        using var client = server.Anonymous();
        using var answer = await client.PostAsync(path, form, Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));

        var book = server.Services.GetRequiredService<AttachmentBook>();
        var file = Assert.Single(await book.OfCaseAsync(caseId, Stop)).Attachment;
        Assert.Equal((scan.Length, Convert.ToHexStringLower(SHA256.HashData(scan))), (file.Size, file.Reference.Sha256));
        await using var kept = await book.OpenAsync(file, Stop);
        Assert.Equal(SHA256.HashData(scan), await SHA256.HashDataAsync(kept, Stop));
        Assert.Equal(CaseSubStatus.Finished, (await server.Services.GetRequiredService<ICaseRuntime>().FindAsync(caseId, Stop))!.SubStatus);
        workflows.Delete(recursive: true);
    }

    private static async Task<WebApplication> AgencyAsync(TaskCompletionSource<Uri> callbackUrl)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var agency = builder.Build();
        agency.MapPost("/orders", (HttpRequest request) =>
        {
            callbackUrl.TrySetResult(new Uri(request.Headers["X-Callback-Url"].ToString()));
            return Results.Accepted();
        });
        await agency.StartAsync(Stop);
        return agency;
    }

    private static async Task<CaseId> StartCaseAsync(IServiceProvider services)
    {
        var imported = await services.GetRequiredService<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Definition), "test", Stop);
        var version = Assert.IsType<ImportOutcome.Imported>(imported);
        var start = new StartRequest(null, null, _ => new CaseStarted("scan-order", version.VersionId, version.Version, JsonElement.Parse("{}"), null, null, null), Actor.System);
        return Assert.IsType<StartOutcome.Started>(await services.GetRequiredService<ICaseRuntime>().StartAsync(start, Stop)).CaseId;
    }
}
