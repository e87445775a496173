using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>
/// The health database. It knows every certificate whose number is built like the generated ones,
/// <c>GCS-01001-261120-0123</c> (facility, day, counter), and no other.
/// </summary>
internal static class Health
{
    private const string Code = "health";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "FindLiveBirthCertificate", "live-birth-certificates/lookups", ["certificateNumber", "motherPersonalId"], "found", FindBirth)
        {
            Identity = null, CallsBack = false, Unhappy = ["not-found"],
        },
        new(Code, "FindDeathNotice", "death-notices/lookups", ["noticeNumber", "deceasedPersonalId"], "found", FindDeath)
        {
            Identity = null, CallsBack = false, Unhappy = ["not-found"], Subject = "deceased",
        },
        new(Code, "FindMedicalSummary", "medical-summaries/lookups", ["personalId"], "found", Summarise) { Identity = null, CallsBack = false, Unhappy = ["not-found"] },
        new(Code, "FindPrescription", "prescriptions/lookups", ["prescriptionCode"], "found", Prescribe) { Identity = null, CallsBack = false, Unhappy = ["not-found"] },
    ];

    private static readonly string[] _bloodTypes = ["A", "B", "AB", "O"];

    private static JsonObject Summarise(Work work) => new()
    {
        ["bloodType"] = _bloodTypes[Text.Of(work.Body, "personalId").Sum(digit => digit - '0') % _bloodTypes.Length],
        ["allergies"] = new JsonArray(),
        ["conditions"] = new JsonArray(new JsonObject { ["icd10"] = "I10", ["name"] = "Tăng huyết áp" }),
    };

    private static JsonObject Prescribe(Work work) => new()
    {
        ["facilityCode"] = string.Concat(Text.Of(work.Body, "prescriptionCode").Take(5)),
        ["practitionerId"] = "000123/HNO-CCHN",
        ["issuedOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["medicines"] = new JsonArray(new JsonObject { ["name"] = "Amlodipin 5 mg", ["quantity"] = 30, ["use"] = "Sáng 1 viên" }),
    };

    private static JsonObject FindBirth(Work work) => TryRead(Text.Of(work.Body, "certificateNumber"), "GCS", out var at, out var counter)
        ? new JsonObject { ["bornAt"] = at, ["sex"] = counter % 2 == 0 ? "female" : "male", ["facility"] = "Bệnh viện Phụ sản Hà Nội" }
        : NotFound();

    private static JsonObject FindDeath(Work work) => TryRead(Text.Of(work.Body, "noticeNumber"), "GBT", out var at, out _)
        ? new JsonObject { ["diedAt"] = at, ["cause"] = "I21" }
        : NotFound();

    private static JsonObject NotFound() => new() { ["outcome"] = "not-found", ["reason"] = "Không có giấy tờ mang số này trong cơ sở dữ liệu y tế." };

    private static bool TryRead(string number, string series, out string at, out int counter)
    {
        (at, counter) = ("", 0);
        var parts = number.Split('-');
        if (parts.Length != 4 || parts[0] != series || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out counter)
            || !DateOnly.TryParseExact(parts[2], "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return false;
        at = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{counter % 24:00}:{counter % 60:00}:00+07:00");
        return true;
    }
}
