using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>Tax: tax codes, the notice for a transfer of land, and payments. Every notice counts as paid; a fault <c>refuse</c> says otherwise.</summary>
internal static class Tax
{
    private const string Code = "tax";

    /// <summary>Per mille of the price: 2 % income tax (Law 04/2007/QH12) and 0.5 % registration fee (Decree 10/2022/ND-CP).</summary>
    private const long IncomeTax = 20, RegistrationFee = 5;

    private const int DaysToPay = 30;

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "FindTaxpayer", "taxpayers/lookups", ["personalId"], "found", Find) { Identity = null, CallsBack = false, Unhappy = ["not-found"] },
        new(Code, "AssessLandTransfer", "land-transfer-assessments", ["dossierNumber", "parcel", "price", "seller", "buyer"], "assessed", Assess) { Subject = "buyer" },
        new(Code, "CancelLandTransferAssessment", "land-transfer-assessments/cancellations", ["noticeNumber"], "cancelled", Cancel)
        {
            Identity = body => Text.Of(body, "noticeNumber"),
            Cancels = new Cancellation("AssessLandTransfer", "noticeNumber"),
            CallsBack = false,
            Unhappy = ["refused"],
        },
        new(Code, "ConfirmPayment", "payments/lookups", ["noticeNumber"], "paid", Confirm) { Identity = null, CallsBack = false, Unhappy = ["not-paid"] },
    ];

    private static JsonObject Find(Work work) => new()
    {
        ["taxCode"] = string.Concat("01", Text.Of(work.Body, "personalId").AsSpan(4, 8)),
        ["status"] = "Đang hoạt động",
    };

    private static JsonObject Assess(Work work)
    {
        var price = (long?)work.Body["price"] ?? 0;
        var (tax, fee) = (price * IncomeTax / 1000, price * RegistrationFee / 1000);
        return new JsonObject
        {
            ["noticeNumber"] = string.Create(CultureInfo.InvariantCulture, $"TB-{work.Today.Year}-{work.Number:000000}"),
            ["incomeTax"] = tax,
            ["registrationFee"] = fee,
            ["total"] = tax + fee,
            ["payBefore"] = work.Today.AddDays(DaysToPay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static JsonObject Cancel(Work work) => new() { ["cancelledOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    private static JsonObject Confirm(Work work) => new()
    {
        ["receiptNumber"] = string.Create(CultureInfo.InvariantCulture, $"BL-{work.Today.Year}-{work.Number:000000}"),
        ["paidOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
