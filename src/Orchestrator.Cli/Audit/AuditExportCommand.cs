using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orchestrator.Cli.Audit;

/// <summary><c>orchestrator audit export --format …</c>: takes histories from a server into a file; 0 when it is whole, 1 when the server refuses, 2 when it cannot be reached or written.</summary>
internal static class AuditExportCommand
{
    /// <summary>Environment variable with the API key, where no file is named.</summary>
    public const string KeyVariable = "ORCHESTRATOR_KEY";

    private static readonly string[] Formats = ["csv", "xes", "ocel", "jsonl"];

    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = "csv, xes or ocel (OCEL 2.0, JSON) for analysis; jsonl to verify.", Required = true };
        format.AcceptOnlyFromAmong(Formats);
        var output = new Option<string>("--output") { Description = "The file to write.", Required = true };
        var server = new Option<Uri>("--server") { Description = "Address of the server.", DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080") };
        var key = new Option<string?>("--key-file") { Description = $"File with an auditor's API key; without it the environment variable {KeyVariable}." };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Only cases received at or after." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Only cases received before." };
        var procedure = new Option<string?>("--procedure") { Description = "Only cases of that procedure." };
        var locality = new Option<string?>("--locality") { Description = "Only cases of that commune." };
        var purpose = new Option<string?>("--purpose") { Description = "What for; kept in the server's read log." };
        var command = new Command("export", "Takes histories from a server, in a stream.") { format, output, server, key, from, to, procedure, locality, purpose };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new AuditExportRequest(
                parsed.GetRequiredValue(format), parsed.GetRequiredValue(output), parsed.GetRequiredValue(server), parsed.GetValue(key), parsed.GetValue(from), parsed.GetValue(to),
                parsed.GetValue(procedure), parsed.GetValue(locality), parsed.GetValue(purpose)),
            Console.Out, Console.Error, cancellationToken));
        return new Command("audit", "Works with histories.") { command };
    }

    public static async Task<int> RunAsync(AuditExportRequest request, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var part = request.Output + ".part";
        try
        {
            var key = request.KeyFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : Environment.GetEnvironmentVariable(KeyVariable);
            if (string.IsNullOrEmpty(key))
            {
                await errors.WriteLineAsync($"Expected an API key, but there is none; name its file with --key-file, or set {KeyVariable}.");
                return 2;
            }

            if (request.Format == "jsonl" && request.IsNarrowed)
            {
                await errors.WriteLineAsync("Expected no filter with jsonl, because its proof is over all cases, but there is one; leave the filters out, or choose another format.");
                return 2;
            }

            using var client = new HttpClient { BaseAddress = request.Server, Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
            if (request.Purpose is { } purpose) client.DefaultRequestHeaders.Add("X-Purpose", Uri.EscapeDataString(purpose));
            using var answer = await client.GetAsync(request.Path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                await errors.WriteLineAsync($"Expected {request.Server} to export, but it answered {(int)answer.StatusCode}: {(problem.TryGetProperty("detail", out var detail) ? detail.GetString() : "")}");
                return 1;
            }

            long length;
            await using (var written = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await answer.Content.CopyToAsync(written, cancellationToken);
                length = written.Length;
            }

            // A connection that breaks ends the copy with an error, so what is given its name is whole.
            File.Move(part, request.Output, overwrite: true);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{request.Output}: {length} bytes"));
            return 0;
        }
        catch (Exception unusable) when (unusable is HttpRequestException or IOException or UnauthorizedAccessException or JsonException)
        {
            await errors.WriteLineAsync($"Expected an export from {request.Server}, but {unusable.Message}; check the address and the paths.");
            return 2;
        }
        finally
        {
            File.Delete(part);
        }
    }
}

/// <summary>What is exported, from where, where to.</summary>
internal sealed record AuditExportRequest(
    string Format, string Output, Uri Server, string? KeyFile, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Procedure = null, string? Locality = null, string? Purpose = null)
{
    /// <summary>True when only some cases are asked for.</summary>
    public bool IsNarrowed => (From ?? To) is not null || Procedure is not null || Locality is not null;

    /// <summary>Path and query on the server.</summary>
    public Uri Path
    {
        get
        {
            if (Format == "jsonl") return new Uri("/api/v1/audit/export", UriKind.Relative);
            var filters = ((string Name, string? Value)[])[("format", Format), ("from", From?.ToString("O")), ("to", To?.ToString("O")), ("procedure", Procedure), ("locality", Locality)];
            return new Uri("/api/v1/audit/exports?" + string.Join('&', filters.Where(filter => filter.Value is not null).Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}")), UriKind.Relative);
        }
    }
}
