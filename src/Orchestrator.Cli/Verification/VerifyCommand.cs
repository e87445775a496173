using System.CommandLine;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnesses;

namespace Orchestrator.Cli.Verification;

/// <summary><c>orchestrator verify &lt;export or receipt&gt; --keys &lt;file&gt;</c>: 0 when everything is whole, 1 when something is not, 2 when a file cannot be read.</summary>
internal static class VerifyCommand
{
    private const int LargestReceipt = 64 * 1024;

    public static Command Create()
    {
        var export = new Argument<string>("export") { Description = "An export of GET /api/v1/audit/export or of one case, or a receipt of one case." };
        var keys = new Option<string>("--keys") { Description = "The public keys, as GET /api/v1/audit/keys gave them.", Required = true };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A copy of the checkpoint file that was kept elsewhere; without it a restored older state is not noticed." };
        var receipts = new Option<string[]>("--receipt") { Description = "A receipt that an applicant kept: its case must be in the export as it was then. Several may be given.", AllowMultipleArgumentsPerToken = true };
        var stamps = new Option<string?>("--timestamps") { Description = "The file of time stamps; needs --checkpoints and --authorities." };
        var authorities = new Option<string?>("--authorities") { Description = "Certificates (PEM) of the time-stamping authorities that are trusted." };
        var command = new Command("verify", "Proves offline that an exported journal is what was recorded.") { export, keys, checkpoints, receipts, stamps, authorities };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(export), parsed.GetRequiredValue(keys), parsed.GetValue(checkpoints), Console.Out, Console.Error, cancellationToken,
            parsed.GetValue(receipts), parsed.GetValue(stamps), parsed.GetValue(authorities)));
        return command;
    }

    public static async Task<int> RunAsync(
        string export, string keys, string? checkpoints, TextWriter output, TextWriter errors, CancellationToken cancellationToken,
        IReadOnlyList<string>? receipts = null, string? stamps = null, string? authorities = null)
    {
        try
        {
            var trusted = JsonSerializer.Deserialize<List<PublicKey>>(await File.ReadAllTextAsync(keys, cancellationToken), JsonSerializerOptions.Web) ?? [];
            var stamped = 0;
            if (stamps is not null)
            {
                if (checkpoints is null || authorities is null) throw new FormatException("--timestamps needs --checkpoints and --authorities");
                var (summary, faults) = TimestampCheck.Run(stamps, checkpoints, authorities);
                foreach (var fault in faults) await output.WriteLineAsync(fault);
                await output.WriteLineAsync(summary);
                stamped = faults.Count;
            }

            if (await ReceiptAsync(export, cancellationToken) is { } receipt)
            {
                var fault = receipt.Fault(trusted);
                await output.WriteLineAsync(fault is null
                    ? $"{export}: case {receipt.Number} of {receipt.Origin} had {receipt.Proof.Entries} entries; the last of them has the hash {receipt.Proof.Head}"
                    : $"{export}: {fault}");
                return fault is null && stamped == 0 ? 0 : 1;
            }

            var kept = new List<ProofReceipt>();
            foreach (var path in receipts ?? [])
                kept.Add(await ReceiptAsync(path, cancellationToken) ?? throw new FormatException($"{path} is no receipt"));
            await using var stream = new FileStream(export, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var report = await ExportVerifier.VerifyAsync(stream, trusted, checkpoints, cancellationToken, kept);
            foreach (var finding in report.Findings)
                await output.WriteLineAsync($"{export}:{finding.Line}{(finding.Case is null ? "" : $" case {finding.Case}")}{(finding.Entry is null ? "" : $" entry {finding.Entry}")}: {finding.Message}");
            await output.WriteLineAsync($"{report.Entries} entries of {report.Cases} cases under {report.Checkpoints} checkpoints; {report.Uncovered} entries not covered yet; {report.Findings.Count} findings");
            return report.Findings.Count + stamped == 0 ? 0 : 1;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or JsonException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            await errors.WriteLineAsync($"Expected readable files, but {unusable.Message}; check the paths of the export, the keys and the checkpoints.");
            return 2;
        }
    }

    /// <summary>The receipt in a file, or null when it is something else. A receipt is small; an export may be of any size.</summary>
    private static async Task<ProofReceipt?> ReceiptAsync(string path, CancellationToken cancellationToken) =>
        new FileInfo(path).Length <= LargestReceipt ? ProofReceipt.Read(await File.ReadAllTextAsync(path, cancellationToken)) : null;
}
