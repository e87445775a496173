using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Cli.Verification;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

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

    [Theory]
    [InlineData("{}", 0, "0 findings")]
    [InlineData("""{"outcome":"granted"}""", 1, "content of entry 2")]
    public async Task A_changed_entry_is_named_with_its_case_and_its_number(string second, int expected, string said)
    {
        var (caseId, at, previous) = (CaseId.New(DateTimeOffset.UnixEpoch), new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), EntryHash.Origin.ToArray());
        var lines = new List<string> { """{"record":"header","format":"orchestrator-journal/2","origin":"o","complete":false,"at":"2026-03-02T08:00:00Z"}""" };
        for (var sequence = 1L; sequence <= 3; sequence++)
        {
            var hash = EntryHash.Compute(caseId, sequence, "MarkRecorded", null, "officer:an", at, "{}"u8, previous);
            var payload = sequence == 2 ? second : "{}";
            lines.Add(JsonSerializer.Serialize(new { record = "entry", @case = caseId.ToString(), seq = sequence, kind = "MarkRecorded", actor = "officer:an", at, payload, previous, hash }));
            previous = hash;
        }

        lines.Add("""{"record":"end","entries":3}""");

        var (code, output, _) = await RunAsync(string.Join('\n', lines), "[]");

        Assert.Equal(expected, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Equal(expected == 1, output.Contains(caseId.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 0, "had 1 entries")]
    [InlineData(true, 1, "another text")]
    public async Task A_receipt_is_verified_with_the_keys_alone(bool isForged, int expected, string said)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = key.ExportSubjectPublicKeyInfo();
        var (id, caseId, head) = (Convert.ToHexStringLower(SHA256.HashData(spki))[..16], Guid.CreateVersion7(), new byte[32]);
        // The one leaf of a tree is its root: RFC 9162 hashes a zero byte and the content.
        byte[] content = [0, .. caseId.ToByteArray(bigEndian: true), 0, 0, 0, 0, 0, 0, 0, 1, .. head];
        var body = $"o\n1\n1\n{Convert.ToBase64String(SHA256.HashData(content))}\n{Convert.ToBase64String(new byte[32])}\n2026-03-02T08:00:00.000000Z\n";
        var signature = key.SignData(Encoding.UTF8.GetBytes(isForged ? body + "x" : body), HashAlgorithmName.SHA256);
        var receipt = JsonSerializer.Serialize(new
        {
            format = "orchestrator-receipt/1",
            origin = "o",
            number = "G22.99.01-260302-0001",
            procedureCode = "2.002621",
            receivedAt = "2026-03-02T15:00:00+07:00",
            proof = new { caseId, entries = 1, head = Convert.ToHexStringLower(head), leaf = 0, leaves = 1, proof = Array.Empty<string>(), checkpoint = $"{body}\n— {id} {Convert.ToBase64String(signature)}\n" },
        });

        var (code, output, _) = await RunAsync(receipt, JsonSerializer.Serialize(new[] { new { id, key = Convert.ToBase64String(spki) } }));

        Assert.Equal(expected, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
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
