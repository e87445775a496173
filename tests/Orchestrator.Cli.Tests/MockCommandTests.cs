using System.Globalization;
using System.Text;
using Orchestrator.Cli.Mocks;
using Orchestrator.Simulators;

namespace Orchestrator.Cli.Tests;

public sealed class MockCommandTests
{
    private static SimulatorOptions AnyPort => new() { Url = "http://127.0.0.1:0", DataPath = SimulatorOptions.InMemory };

    [Fact]
    public async Task A_document_of_the_repository_is_played_until_the_command_is_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new FirstLine();
        var running = MockCommand.RunAsync(Document("health"), AnyPort, output, TextWriter.Null, stop.Token);
        var line = await output.Line.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Contains("(health) listens on http://127.0.0.1:", line, StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
        Assert.Contains("FindLiveBirthCertificate", await client.GetStringAsync("/_control/operations", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task What_is_no_document_is_said_plainly()
    {
        var errors = new StringWriter();
        Assert.Equal(2, await MockCommand.RunAsync("/no/such.yaml", AnyPort, TextWriter.Null, errors, TestContext.Current.CancellationToken));
        Assert.StartsWith("Expected an OpenAPI document", errors.ToString(), StringComparison.Ordinal);

        var broken = Path.Combine(Directory.CreateTempSubdirectory("orchestrator-cli-").FullName, "openapi.yaml");
        await File.WriteAllTextAsync(broken, "a: [", TestContext.Current.CancellationToken);
        Assert.Equal(2, await MockCommand.RunAsync(broken, AnyPort, TextWriter.Null, errors, TestContext.Current.CancellationToken));
    }

    private static string Document(string agency)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln"))) directory = directory.Parent!;
        return Path.Combine(directory.FullName, "workflows", "agencies", agency, "openapi.yaml");
    }

    private sealed class FirstLine() : StringWriter(CultureInfo.InvariantCulture)
    {
        public TaskCompletionSource<string> Line { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            Line.TrySetResult(value!);
            return Task.CompletedTask;
        }
    }
}
