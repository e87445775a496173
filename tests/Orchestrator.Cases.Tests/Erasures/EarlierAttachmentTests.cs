using Microsoft.Data.Sqlite;
using Orchestrator.Attachments;
using Orchestrator.Cases.Erasures;
using Orchestrator.Runtime.Journal;
using Orchestrator.TestKit;

namespace Orchestrator.Cases.Tests.Erasures;

/// <summary>Files that were kept before contents and names were sealed.</summary>
public sealed class EarlierAttachmentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_was_kept_in_clear_can_be_read_and_is_gone_with_its_case()
    {
        await using var host = await CasesHost.StartAsync();
        var file = await FinishedCase.FinishedAsync(host);
        var (desk, book) = (host.Get<ErasureDesk>(), host.Get<AttachmentBook>());
        var sha256 = Assert.Single(await book.OfCaseAsync(file.CaseId, Cancellation)).Attachment.Reference.Sha256;
        await File.WriteAllTextAsync(Directory.EnumerateFiles(host.Folder, sha256, SearchOption.AllDirectories).Single(), FinishedCase.Scan, Cancellation);
        await using (var connection = new SqliteConnection($"Data Source={host.Database};Pooling=false"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE attachment_contents SET wrapped = NULL; UPDATE attachments SET sealed_name = NULL, name = @name";
            command.Parameters.AddWithValue("@name", $"{FinishedCase.Name}.pdf");
            Assert.Equal(2, await command.ExecuteNonQueryAsync(Cancellation));
        }

        var kept = Assert.Single(await book.OfCaseAsync(file.CaseId, Cancellation)).Attachment;
        Assert.Equal($"{FinishedCase.Name}.pdf", kept.Name);
        await using (var content = await book.OpenAsync(kept, Cancellation))
        using (var reader = new StreamReader(content))
            Assert.Equal(FinishedCase.Scan, await reader.ReadToEndAsync(Cancellation));
        Assert.NotEmpty(PlaintextScan.Files(host.Folder, FinishedCase.Scan));
        var id = Assert.IsType<ErasureOutcome.Proposed>(await desk.ProposeAsync(file, "Article 16", new Approver(CasesHost.Officer, "lan", []), Cancellation)).Erasure.Id;

        Assert.IsType<ErasureOutcome.Done>(await desk.ApproveAsync(id, new Approver(new Actor("officer", "minh"), "minh", []), Cancellation));

        Assert.Empty(await book.OfCaseAsync(file.CaseId, Cancellation));
        foreach (var text in (string[])[FinishedCase.Scan, FinishedCase.Name])
        {
            Assert.Empty(await FinishedCase.FoundAsync(host, text));
            Assert.Empty(PlaintextScan.Files(host.Folder, text));
        }
    }
}
