using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>Civil status: births, deaths, and personal ID numbers that come later.</summary>
internal static class Justice
{
    private const string Code = "justice";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "RegisterBirth", "births", ["dossierNumber", "child", "mother", "requester", "liveBirthCertificate"], "registered", Register)
        {
            Identity = body => $"{Text.Of(body, "child", "fullName")}|{Text.Of(body, "child", "dateOfBirth")}|{Text.Of(body, "mother", "personalId")}|{Text.Of(body, "mother", "fullName")}",
            Likeness = body => $"{Text.Of(body, "mother", "personalId")}|{Text.Of(body, "mother", "fullName")}|{Text.Of(body, "child", "dateOfBirth")}",
            Unhappy = ["refused", "supplement", "suspected-duplicate"],
            InquiryPath = "births/dossiers",
        },
        new(Code, "CancelBirth", "births/cancellations", ["registerNumber"], "cancelled", Cancel)
        {
            Identity = body => Text.Of(body, "registerNumber"),
            Cancels = new Cancellation("RegisterBirth", "registerNumber"),
            CallsBack = false,
            Unhappy = ["refused"],
        },
        new(Code, "RegisterDeath", "deaths", ["dossierNumber", "deceased", "requester", "deathNotice"], "registered", Register) { Subject = "deceased" },
        new(Code, "RecordPersonalId", "personal-ids", ["registerNumber", "personalId"], "recorded", _ => [])
        {
            Identity = body => Text.Of(body, "registerNumber"),
            CallsBack = false,
            Unhappy = ["refused"],
        },
    ];

    private const int EntriesPerBook = 200;

    private static JsonObject Cancel(Work work) => new() { ["cancelledOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    private static JsonObject Register(Work work)
    {
        var page = (work.Number - 1) % EntriesPerBook + 1;
        var book = (work.Number - 1) / EntriesPerBook + 1;
        return new JsonObject
        {
            ["registerNumber"] = string.Create(CultureInfo.InvariantCulture, $"{work.Number}/{work.Today.Year}"),
            ["registerBook"] = string.Create(CultureInfo.InvariantCulture, $"{book:00}/{work.Today.Year}"),
            ["registerPage"] = page,
            ["registeredOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["certificateUrl"] = new Uri(work.BaseUrl, string.Create(CultureInfo.InvariantCulture, $"/justice/certificates/{work.Number}-{work.Today.Year}.pdf")).ToString(),
        };
    }
}
