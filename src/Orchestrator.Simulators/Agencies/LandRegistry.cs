using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bogus;

namespace Orchestrator.Simulators.Agencies;

/// <summary>
/// The land registry. Every parcel exists, its data follow from its commune, sheet and number; a number above 90000 is no parcel, one that ends in 13
/// needs correction, and one that ends in 7 is pledged.
/// </summary>
internal static class LandRegistry
{
    private const string Code = "land-registry", GeoHashLetters = "0123456789bcdefghjkmnpqrstuvwxyz";
    private const int NoParcelAbove = 90_000;

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(Code, "FindParcel", "parcels/lookups", ["commune", "sheet", "number"], "found", Find) { Identity = null, CallsBack = false, Unhappy = ["not-found"] },
        new(Code, "CheckMortgage", "mortgages/lookups", ["geoHash"], "clear", Check) { Identity = null, CallsBack = false, Unhappy = ["mortgaged"] },
        new(Code, "FileContract", "contracts", ["dossierNumber", "contractNumber", "contract"], "filed", File) { Identity = null, CallsBack = false, Unhappy = [] },
        new(Code, "RegisterTransfer", "transfers", ["dossierNumber", "parcel", "seller", "buyer", "contractNumber", "receiptNumber"], "registered", Register) { Subject = "buyer" },
    ];

    private static JsonObject Find(Work work)
    {
        var number = (int?)work.Body["number"] ?? 0;
        if (number > NoParcelAbove)
            return new JsonObject { ["outcome"] = "not-found", ["reason"] = "Không có thửa đất này trên bản đồ địa chính." };
        var chance = Of($"{Text.Of(work.Body, "commune")}/{(int?)work.Body["sheet"]}/{number}");
        // The last letter tells a pledged parcel, so that the lookup by GeoHash agrees with this one.
        var geoHash = "w7er" + chance.String2(7, GeoHashLetters) + (number % 10 == 7 ? 'z' : '0');
        return new JsonObject
        {
            ["geoHash"] = geoHash,
            ["area"] = Math.Round(chance.Decimal(30, 250), 1),
            ["landUse"] = "ODT",
            ["quality"] = number % 100 == 13 ? "needs-correction" : "complete",
        };
    }

    private static JsonObject Check(Work work) => Text.Of(work.Body, "geoHash").EndsWith('z')
        ? new JsonObject { ["outcome"] = "mortgaged", ["lender"] = "Vietcombank", ["reason"] = "Thửa đất đang được thế chấp." }
        : [];

    private static JsonObject File(Work work) => new()
    {
        ["documentNumber"] = string.Create(CultureInfo.InvariantCulture, $"HS-{work.Today.Year}-{work.Number:000000}"),
        ["sha256"] = (work.Body["contract"] as JsonObject)?["sha256"]?.DeepClone(),
    };

    private static JsonObject Register(Work work) => new()
    {
        ["certificateNumber"] = string.Create(CultureInfo.InvariantCulture, $"CN-{work.Today.Year}-{work.Number:000000}"),
        ["registeredOn"] = work.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static Randomizer Of(string parcel) => new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(parcel))));
}
