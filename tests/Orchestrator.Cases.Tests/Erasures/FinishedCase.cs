using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.Signals;
using Orchestrator.TestKit;

namespace Orchestrator.Cases.Tests.Erasures;

/// <summary>A case that has ended, of a person who can be looked for in everything that is kept.</summary>
internal static class FinishedCase
{
    public const string Name = "Nguyễn Thị Khuê-4711", PersonalId = "001199004711", Scan = "%PDF-1.7 of Khuê";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Where a text is in the database, as table.column.</summary>
    public static async Task<IReadOnlyList<string>> FoundAsync(CasesHost host, string text)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        return await PlaintextScan.TablesAsync(connection, text, Cancellation);
    }

    public static async Task<CaseFile> FinishedAsync(CasesHost host, string procedure = ProcedureFiles.Quick)
    {
        var upload = new Upload(CasesHost.Portal.ToString(), Guid.NewGuid().ToString("N"), new MemoryStream(Encoding.UTF8.GetBytes(Scan))) { Name = $"{Name}.pdf" };
        var scan = Assert.IsType<UploadOutcome.Stored>(await host.Get<UploadDesk>().UploadAsync(upload, Cancellation)).Attachment;
        var body = Encoding.UTF8.GetBytes($$"""{"requester":{"fullName":"{{Name}}","personalId":"{{PersonalId}}"},"scan":"{{scan.Reference}}"}""");
        var number = Assert.IsType<IntakeOutcome.Accepted>(await host.SubmitAsync(procedure, Guid.NewGuid().ToString("N"), body)).Number;
        await host.UntilAsync(number, file => file.Holders.Any(holder => holder.Code == "justice"));
        await host.Get<CaseSignals>().SendAsync(number, "go", "{}"u8.ToArray(), CasesHost.Portal, Cancellation);
        return await host.UntilAsync(number, file => file.FinishedAt is not null);
    }
}
