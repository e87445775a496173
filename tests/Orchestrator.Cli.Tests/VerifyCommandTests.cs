using Orchestrator.Cli.Verification;

namespace Orchestrator.Cli.Tests;

public sealed class VerifyCommandTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-verify-").FullName;

    [Fact]
    public async Task An_export_that_was_cut_off_is_an_error_with_its_line()
    {
        var (code, output, _) = await RunAsync("""{"record":"header","format":"orchestrator-journal/1","origin":"o","complete":true,"at":"2026-03-02T08:00:00Z"}""" + "\n", "[]");
        Assert.Equal(1, code);
        Assert.Contains("export was cut off", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_nothing_is_whole()
    {
        var (code, output, _) = await RunAsync(
            """
            {"record":"header","format":"orchestrator-journal/1","origin":"o","complete":true,"at":"2026-03-02T08:00:00Z"}
            {"record":"end","entries":0}

            """, "[]");
        Assert.Equal(0, code);
        Assert.Contains("0 findings", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_are_no_keys_are_said_plainly()
    {
        var (code, _, errors) = await RunAsync("", "not json");
        Assert.Equal(2, code);
        Assert.StartsWith("Expected readable files", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string export, string keys)
    {
        var (exportFile, keyFile) = (Path.Combine(_folder, "export.jsonl"), Path.Combine(_folder, "keys.json"));
        await File.WriteAllTextAsync(exportFile, export, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(keyFile, keys, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await VerifyCommand.RunAsync(exportFile, keyFile, null, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
