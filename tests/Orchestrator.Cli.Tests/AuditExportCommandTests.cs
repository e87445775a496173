using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Cli.Audit;

namespace Orchestrator.Cli.Tests;

public sealed class AuditExportCommandTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("orchestrator-export-").FullName;
    private readonly StringWriter _output = new(), _errors = new();
    private readonly List<(string Path, string Key, string Purpose)> _asked = [];
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = context => context.Response.WriteAsync("whole");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_directory, "histories.csv");

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(context =>
        {
            _asked.Add((context.Request.Path + context.Request.QueryString, context.Request.Headers["X-Api-Key"].ToString(), Uri.UnescapeDataString(context.Request.Headers["X-Purpose"].ToString())));
            return _answer(context);
        });
        await _server.StartAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(_directory, "key"), "ork_test\n", Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task An_export_is_asked_for_with_its_filters_and_kept_when_it_is_whole()
    {
        var request = Request("csv") with { From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), Procedure = "2.002621", Purpose = "Thống kê quý I" };

        Assert.Equal(0, await AuditExportCommand.RunAsync(request, _output, _errors, Stop));

        Assert.Equal(("/api/v1/audit/exports?format=csv&from=2026-03-01T00%3A00%3A00.0000000%2B07%3A00&procedure=2.002621", "ork_test", "Thống kê quý I"), Assert.Single(_asked));
        Assert.Equal("whole", await File.ReadAllTextAsync(Target, Stop));
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_no_file_that_looks_whole()
    {
        _answer = async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync(Stop);
            context.Abort();
        };

        Assert.Equal(2, await AuditExportCommand.RunAsync(Request("ocel"), _output, _errors, Stop));

        Assert.Equal(["key"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
        Assert.Contains("Expected an export", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsJsonAsync(new { detail = "not for this key" }, Stop);
        };

        Assert.Equal(1, await AuditExportCommand.RunAsync(Request("xes"), _output, _errors, Stop));
        Assert.Contains("403: not for this key", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_over_all_cases_cannot_be_narrowed()
    {
        Assert.Equal(2, await AuditExportCommand.RunAsync(Request("jsonl") with { Locality = "00001" }, _output, _errors, Stop));
        Assert.Empty(_asked);
        Assert.Equal(0, await AuditExportCommand.RunAsync(Request("jsonl"), _output, _errors, Stop));
        Assert.Equal("/api/v1/audit/export", Assert.Single(_asked).Path);
    }

    private AuditExportRequest Request(string format) => new(format, Target, new Uri(_server.Urls.First()), Path.Combine(_directory, "key"));
}
