using System.CommandLine;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Cli.Verification;

/// <summary><c>orchestrator verify &lt;export&gt; --keys &lt;file&gt;</c>: 0 when everything is whole, 1 when something is not, 2 when a file cannot be read.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var export = new Argument<string>("export") { Description = "An export of GET /api/v1/audit/export or of one case." };
        var keys = new Option<string>("--keys") { Description = "The public keys, as GET /api/v1/audit/keys gave them.", Required = true };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A copy of the checkpoint file that was kept elsewhere; without it a restored older state is not noticed." };
        var command = new Command("verify", "Proves offline that an exported journal is what was recorded.") { export, keys, checkpoints };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(export), parsed.GetRequiredValue(keys), parsed.GetValue(checkpoints), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(
        string export, string keys, string? checkpoints, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var trusted = JsonSerializer.Deserialize<List<PublicKey>>(await File.ReadAllTextAsync(keys, cancellationToken), JsonSerializerOptions.Web) ?? [];
            await using var stream = new FileStream(export, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var report = await ExportVerifier.VerifyAsync(stream, trusted, checkpoints, cancellationToken);
            foreach (var finding in report.Findings)
                await output.WriteLineAsync($"{export}:{finding.Line}{(finding.Case is null ? "" : $" case {finding.Case}")}{(finding.Entry is null ? "" : $" entry {finding.Entry}")}: {finding.Message}");
            await output.WriteLineAsync($"{report.Entries} entries of {report.Cases} cases under {report.Checkpoints} checkpoints; {report.Uncovered} entries not covered yet; {report.Findings.Count} findings");
            return report.Findings.Count == 0 ? 0 : 1;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            await errors.WriteLineAsync($"Expected readable files, but {unusable.Message}; check the paths of the export, the keys and the checkpoints.");
            return 2;
        }
    }
}
