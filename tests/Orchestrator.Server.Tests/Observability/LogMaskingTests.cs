using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orchestrator.Server.Observability;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Orchestrator.Server.Tests.Observability;

public sealed class LogMaskingTests : IDisposable
{
    private const string Name = "Nguyễn Thị Mặt Nạ";
    private readonly string directory = Directory.CreateTempSubdirectory("orchestrator-logs-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void The_content_of_an_application_reaches_neither_properties_nor_files()
    {
        var application = JsonSerializer.SerializeToElement(new { child = new { name = Name }, mother = new { personalId = "001190012345" } });
        var sink = new Kept();
        WriteAll(sink, application);

        var written = string.Concat(Directory.GetFiles(directory).Select(File.ReadAllText));
        Assert.Contains("G22.99.01-261123-0001", written, StringComparison.Ordinal);
        foreach (var leak in (string[])[Name, JsonSerializer.Serialize(Name).Trim('"'), "001190012345", "Mặt Nạ"])
        {
            Assert.DoesNotContain(leak, written, StringComparison.Ordinal);
            Assert.DoesNotContain(sink.Events, logged => logged.Properties.Values.Any(value => value.ToString().Contains(leak, StringComparison.Ordinal)));
        }
    }

    private void WriteAll(Kept sink, JsonElement application)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logs:Path", directory)]).Build();
        var serilog = new LoggerConfiguration();
        Logs.Configure(serilog, configuration, sink);
        using var logger = serilog.CreateLogger();
        using var factory = new SerilogLoggerFactory(logger);
        var log = factory.CreateLogger("test");
        var (boxed, text, nested) = ((object)application, application.GetRawText(), new { Inner = new { Inputs = Name, Text = application.GetRawText() } });
        using (log.BeginScope(new Dictionary<string, object> { ["Payload"] = text }))
        {
            log.LogInformation("{Number} came with {Application}", "G22.99.01-261123-0001", boxed);
            log.LogInformation("{Number} came with {@Anything}", "G22.99.01-261123-0001", nested);
            log.LogInformation("{Number} came with {Whatever}", "G22.99.01-261123-0001", text);
            log.LogError(new InvalidOperationException("no person 001190012345"), "{Number} failed", "G22.99.01-261123-0001");
        }
    }

    private sealed class Kept : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }
}
