using System.Buffers;

namespace Orchestrator.Cases.Identifiers;

/// <summary>A land parcel: commune, map sheet (tờ) and parcel (thửa), written <c>00001/12/345</c>; or since 2025 a GeoHash of 12 characters.</summary>
internal static class LandParcel
{
    private static readonly SearchValues<char> GeoHash = SearchValues.Create("0123456789bcdefghjkmnpqrstuvwxyz");

    public static bool IsValid(string? text)
    {
        if (text is null) return false;
        if (text.Length == 12 && !text.AsSpan().ContainsAnyExcept(GeoHash)) return true;
        var parts = text.Split('/');
        return parts.Length == 3 && Place.IsCommune(parts[0]) && IsNumber(parts[1]) && IsNumber(parts[2]);
    }

    private static bool IsNumber(string part) => part.Length is > 0 and <= 6 && part[0] != '0' && part.AsSpan().ContainsOnlyDigits();
}
