using System.Text;
using System.Text.Json;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Supplements;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests.Intake;

public sealed class AttachmentIntakeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly byte[] Pdf = "%PDF-1.7 a scan"u8.ToArray(), Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CasesHost Host => shared.Host;

    [Fact]
    public async Task The_files_of_an_application_belong_to_the_case_from_its_first_entry_on_with_their_hashes()
    {
        var (scan, picture) = (await SendAsync(Pdf), await SendAsync(Png));
        var accepted = Assert.IsType<IntakeOutcome.Accepted>(await SubmitAsync("files", scan.Reference.ToString(), picture.Reference.ToString()));

        var files = await Host.Get<AttachmentBook>().OfCaseAsync(accepted.CaseId, Cancellation);
        Assert.Equal(new[] { scan, picture }.OrderBy(file => file.Reference.Id), files.Select(file => file.Attachment).OrderBy(file => file.Reference.Id));
        Assert.All(files, file => Assert.Equal("application", file.Source));
        var first = (await Host.Get<IJournalReader>().ReadAsync(accepted.CaseId, 0, 1, Cancellation))[0];
        var list = JsonElement.Parse(first.Payload.Span).GetProperty("input").GetProperty("Attachments");
        Assert.Equal(["/scan", "/others/0/file"], list.EnumerateArray().Select(file => file.GetProperty("pointer").GetString()));
        Assert.Equal([scan.Reference.Sha256, picture.Reference.Sha256], list.EnumerateArray().Select(file => file.GetProperty("sha256").GetString()));
    }

    [Fact]
    public async Task The_same_application_with_the_same_files_is_the_same_case()
    {
        var scan = (await SendAsync(Pdf)).Reference.ToString();
        var accepted = Assert.IsType<IntakeOutcome.Accepted>(await SubmitAsync("files-twice", scan));

        Assert.Equal(new IntakeOutcome.Again(accepted.CaseId, accepted.Number), await SubmitAsync("files-twice", scan));
        Assert.IsType<IntakeOutcome.KeyConflict>(await SubmitAsync("files-twice", (await SendAsync(Pdf)).Reference.ToString()));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_of_somebody_else_or_not_what_the_schema_asks_for_is_told_by_pointer()
    {
        var (theirs, picture) = (await SendAsync(Pdf, "agency:other"), await SendAsync(Png));
        var large = await SendAsync(Encoding.UTF8.GetBytes("%PDF-1.7 " + new string('x', 100)));

        Assert.Equal(("/scan", "format"), await RefusedAsync("not a reference"));
        Assert.Equal(("/scan", "attachment-unknown"), await RefusedAsync(new AttachmentReference(Guid.NewGuid(), new string('0', 64)).ToString()));
        Assert.Equal(("/scan", "attachment-unknown"), await RefusedAsync(theirs.Reference.ToString()));
        Assert.Equal(("/scan", "attachment-type"), await RefusedAsync(picture.Reference.ToString()));
        Assert.Equal(("/scan", "attachment-size"), await RefusedAsync(large.Reference.ToString()));
        Assert.Equal(("/others/0/file", "attachment-type"), await RefusedAsync((await SendAsync(Pdf)).Reference.ToString(), other: large.Reference.ToString()));
        Assert.Empty(await Host.Get<AttachmentBook>().CasesOfAsync(theirs.Reference, Cancellation));
    }

    [Fact]
    public async Task A_supplement_brings_files_into_the_case_and_none_of_anybody_else()
    {
        await using var host = await CasesHost.StartAsync();
        var number = await host.StartCaseAsync(ProcedureFiles.Supplement);
        await host.UntilAsync(number, file => file.Status.Key == "supplement");
        var caseId = (await host.FileAsync(number)).CaseId;
        var (mine, theirs) = (await SendAsync(Pdf, host: host), await SendAsync(Pdf, "agency:other", host));

        var refused = Assert.IsType<SignalOutcome.Invalid>(await SupplyAsync(host, number, theirs));
        Assert.Equal(("/papers/0", "attachment-unknown"), (refused.Faults[0].Pointer, refused.Faults[0].Code));
        Assert.Equal(new SignalOutcome.Delivered(number), await SupplyAsync(host, number, mine));
        var file = Assert.Single(await host.Get<AttachmentBook>().OfCaseAsync(caseId, Cancellation));
        Assert.Equal((mine, "supplement"), (file.Attachment, file.Source));
        var entries = await host.Get<IJournalReader>().ReadAsync(caseId, 0, 100, Cancellation);
        var link = entries.Single(entry => entry.Kind == nameof(MarkRecorded) && Encoding.UTF8.GetString(entry.Payload.Span).Contains("attachment:", StringComparison.Ordinal));
        Assert.Contains(mine.Reference.Sha256, Encoding.UTF8.GetString(link.Payload.Span), StringComparison.Ordinal);
    }

    private static Task<SignalOutcome> SupplyAsync(CasesHost host, string number, Attachment file) =>
        host.Get<SupplementDesk>().SubmitAsync(number, Encoding.UTF8.GetBytes($$"""{"papers":["{{file.Reference}}"]}"""), CasesHost.Portal, Cancellation);

    private async Task<Attachment> SendAsync(byte[] content, string? owner = null, CasesHost? host = null)
    {
        var upload = new Upload(owner ?? CasesHost.Portal.ToString(), Guid.NewGuid().ToString("N"), new MemoryStream(content));
        return Assert.IsType<UploadOutcome.Stored>(await (host ?? Host).Get<UploadDesk>().UploadAsync(upload, Cancellation)).Attachment;
    }

    private Task<IntakeOutcome> SubmitAsync(string key, string scan, string? other = null)
    {
        var others = other is null ? "" : $$""","others":[{"file":"{{other}}"}]""";
        return Host.SubmitAsync(ProcedureFiles.Quick, key, Encoding.UTF8.GetBytes($$"""{"requester":{"fullName":"A"},"scan":"{{scan}}"{{others}}}"""));
    }

    private async Task<(string Pointer, string Code)> RefusedAsync(string scan, string? other = null)
    {
        var fault = Assert.Single(Assert.IsType<IntakeOutcome.Invalid>(await SubmitAsync("refused-files", scan, other)).Faults);
        return (fault.Pointer, fault.Code);
    }
}
