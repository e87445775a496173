using System.CommandLine;
using System.Globalization;
using Orchestrator.Agencies.Documents;
using Orchestrator.Simulators;
using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Cli.Mocks;

/// <summary><c>orchestrator mock &lt;document&gt;</c>: plays an agency from its OpenAPI document until it is stopped; 2 when the document cannot be read.</summary>
internal static class MockCommand
{
    public static Command Create()
    {
        var defaults = new SimulatorOptions();
        var document = new Argument<string>("document") { Description = "OpenAPI document of the agency (3.0 or 3.1, YAML or JSON)." };
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 picks a free one.", DefaultValueFactory = _ => 5090 };
        var seed = new Option<int>("--seed") { Description = "Decides what is made up: the same seed gives the same answers.", DefaultValueFactory = _ => defaults.Seed };
        var mode = new Option<AnswerMode>("--mode") { Description = "Callback, or AtOnce for operations that could answer later.", DefaultValueFactory = _ => AnswerMode.Callback };
        var delay = new Option<int>("--callback-delay") { Description = "Milliseconds until a callback is sent.", DefaultValueFactory = _ => (int)defaults.CallbackDelay.TotalMilliseconds };
        var secret = new Option<string?>("--callback-secret") { Description = "Signs callbacks with this key; absent for no signature." };
        var data = new Option<string>("--data") { Description = "File that keeps requests and callbacks over a restart; absent for none.", DefaultValueFactory = _ => SimulatorOptions.InMemory };
        var command = new Command("mock", "Plays an agency from its document: made-up answers, callbacks and faults (/_control).") { document, port, seed, mode, delay, secret, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(document),
            new SimulatorOptions
            {
                Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{parsed.GetRequiredValue(port)}"),
                Seed = parsed.GetRequiredValue(seed),
                Mode = parsed.GetRequiredValue(mode),
                CallbackDelay = TimeSpan.FromMilliseconds(parsed.GetRequiredValue(delay)),
                CallbackSecret = parsed.GetValue(secret),
                DataPath = parsed.GetRequiredValue(data),
            },
            Console.Out, Console.Error, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(string path, SimulatorOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            await errors.WriteLineAsync($"Expected an OpenAPI document, but '{path}' is no file; check the path.");
            return 2;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (document, faults) = MockDocument.Read(
            await File.ReadAllTextAsync(path, cancellationToken), path, Path.GetFileName(folder) is { Length: > 0 } name ? name : "agency", other => DocumentFolder.Neighbour(folder, other));
        foreach (var fault in faults) await errors.WriteLineAsync(fault.ToString());
        if (document is null) return 2;
        try
        {
            await using var host = await MockHost.StartAsync(document, options, cancellationToken);
            await output.WriteLineAsync($"{document.Agency.Name.En} ({document.Agency.Code}) listens on {host.Address}");
            await output.FlushAsync(cancellationToken);
            await host.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (IOException taken)
        {
            await errors.WriteLineAsync($"Expected to listen on {options.Url}, but it is not free ({taken.Message}); choose another --port.");
            return 2;
        }
    }
}
