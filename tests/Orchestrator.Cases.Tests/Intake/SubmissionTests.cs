using System.Text;
using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.Intake;

namespace Orchestrator.Cases.Tests.Intake;

public sealed class SubmissionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasesHost Host => shared.Host;

    [Fact]
    public async Task A_good_application_starts_a_case_with_a_number_and_a_promised_date()
    {
        var accepted = Assert.IsType<IntakeOutcome.Accepted>(await Host.SubmitAsync(ProcedureFiles.Quick, "first", second: "000.00.00.H26-260209-0042"));
        Assert.True(DossierNumber.TryParse(accepted.Number, out var number));
        Assert.Equal(("G22.99.91", new DateOnly(2026, 2, 9)), (number.Prefix, number.Day));
        Assert.Equal((new DateOnly(2026, 2, 12), false), (accepted.PromisedDate, accepted.IsProvisional));
        var file = await Host.UntilAsync("000.00.00.H26-260209-0042", file => file.Holders.Count > 0);
        Assert.Equal((accepted.Number, "3.000001", "received"), (file.Number, file.ProcedureCode, file.Status.Key));
        Assert.Equal(("agency", "justice"), (file.Holders[0].Kind, file.Holders[0].Code));
        Assert.Equal(["Bước Result"], file.Next);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_case_and_another_body_is_a_conflict()
    {
        var accepted = Assert.IsType<IntakeOutcome.Accepted>(await Host.SubmitAsync(ProcedureFiles.Quick, "twice"));
        // Equal content in another spelling is the same application.
        var spelled = Encoding.UTF8.GetBytes("""{ "requester": { "personalId": "001199000001", "fullName": "Tr\u1ea7n Th\u1ecb Th\u1eed" } }""");
        Assert.Equal(new IntakeOutcome.Again(accepted.CaseId, accepted.Number), await Host.SubmitAsync("3.000001", "twice", spelled));
        Assert.Equal(new IntakeOutcome.KeyConflict(accepted.Number), await Host.SubmitAsync(ProcedureFiles.Quick, "twice", CasesHost.Application("Lê Văn Khác")));
        Assert.Equal(new IntakeOutcome.KeyConflict(accepted.Number), await Host.SubmitAsync(ProcedureFiles.Quick, "twice", locality: "00001"));
    }

    [Theory]
    [InlineData("""{"requester":{}}""", "/requester/fullName", "required")]
    [InlineData("""{"requester":{"fullName":"A","personalId":"12"}}""", "/requester/personalId", "format")]
    [InlineData("""{"requester":{"fullName":"A"},"copies":21}""", "/copies", "too-big")]
    [InlineData("""{"requester":{"fullName":"A"},"extra":1}""", "/extra", "unknown-member")]
    [InlineData("""{"requester":{"fullName":"A","fullName":"B"}}""", "/requester/fullName", "duplicate-member")]
    [InlineData("""{"requester":{"fullName":"A"},"locality":"1"}""", "/locality", "locality")]
    [InlineData("""{"requester":""", "/requester", "malformed-json")]
    [InlineData("null", "", "object-expected")]
    [InlineData("", "", "malformed-json")]
    public async Task A_bad_application_is_answered_with_pointers_and_nothing_is_stored(string body, string pointer, string code)
    {
        var invalid = Assert.IsType<IntakeOutcome.Invalid>(await Host.SubmitAsync(ProcedureFiles.Quick, "bad", Encoding.UTF8.GetBytes(body)));
        var fault = Assert.Single(invalid.Faults);
        Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
        Assert.NotEmpty(fault.Message.Vi);
        Assert.IsType<IntakeOutcome.Accepted>(await Host.SubmitAsync(ProcedureFiles.Quick, $"bad {code} {pointer}".Replace(' ', '-')));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_by_its_kind()
    {
        Assert.Equal(new IntakeOutcome.UnknownProcedure("9.999999"), await Host.SubmitAsync("9.999999", "k"));
        Assert.Equal(new IntakeOutcome.TooLarge(ApplicationIntake.LargestBody), await Host.SubmitAsync(ProcedureFiles.Quick, "k", new byte[ApplicationIntake.LargestBody + 1]));
        Assert.Equal(new IntakeOutcome.LocalityNotServed("00002"), await Host.SubmitAsync(ProcedureFiles.Split, "k", locality: "00002"));
        Assert.Equal(new IntakeOutcome.LocalityNotServed(null), await Host.SubmitAsync(ProcedureFiles.Split, "k"));
        Assert.IsType<IntakeOutcome.InvalidKey>(await Host.SubmitAsync(ProcedureFiles.Quick, "white space"));
        Assert.IsType<IntakeOutcome.InvalidKey>(await Host.SubmitAsync(ProcedureFiles.Quick, ""));
    }

    [Fact]
    public async Task Numbers_never_repeat_or_skip_under_500_parallel_submissions()
    {
        await using var host = await CasesHost.StartAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => host.SubmitAsync(ProcedureFiles.Quick, $"load-{i % 400}"))));
        var numbers = outcomes.OfType<IntakeOutcome.Accepted>().Select(accepted => accepted.Number).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, 400).Select(count => $"G22.99.91-260209-{count:0000}"), numbers);
        Assert.Equal(100, outcomes.OfType<IntakeOutcome.Again>().Count());
    }
}
