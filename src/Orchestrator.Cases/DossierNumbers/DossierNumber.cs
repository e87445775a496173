using System.Globalization;
using Orchestrator.Cases.Identifiers;

namespace Orchestrator.Cases.DossierNumbers;

/// <summary>
/// A dossier number: <c>G22.99.01-261123-0007</c> of the interconnected services, or <c>000.00.00.H26-261123-0007</c> of an agency
/// (Circular 01/2018/TT-VPCP): who gave it, the day of receipt, and that day's count, 4 to 6 digits.
/// </summary>
/// <param name="Prefix">Who gave it.</param>
/// <param name="Day">Day of receipt.</param>
/// <param name="Count">That day's count, from 1.</param>
internal readonly record struct DossierNumber(string Prefix, DateOnly Day, long Count)
{
    public static bool TryParse(string? text, out DossierNumber number)
    {
        number = default;
        if (text is null || text.Length > 40) return false;
        var parts = text.Split('-');
        if (parts is not [var prefix, { Length: 6 } day, { Length: >= 4 and <= 6 } count] || !IsPrefix(prefix)) return false;
        if (!DateOnly.TryParseExact($"20{day}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return false;
        if (!count.AsSpan().ContainsOnlyDigits()) return false;
        number = new DossierNumber(prefix, date, long.Parse(count, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>True for <c>G22.99.NN</c> or an agency id of four parts such as <c>000.00.00.H26</c>.</summary>
    public static bool IsPrefix(string? text) => text?.Split('.') switch
    {
        ["G22", "99", var group] => group.Length == 2 && group.AsSpan().ContainsOnlyDigits(),
        [var a, var b, var c, var d] => a.Length is 2 or 3 && b.Length is 2 or 3 && c.Length is 2 or 3
            && a.AsSpan().ContainsOnlyDigits() && b.AsSpan().ContainsOnlyDigits() && c.AsSpan().ContainsOnlyDigits()
            && d.Length == 3 && char.IsAsciiLetterUpper(d[0]) && d.AsSpan(1).ContainsOnlyDigits(),
        _ => false,
    };

    /// <summary>Name of the counter that numbers a day's dossiers.</summary>
    public static string CounterOf(string prefix, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{prefix}/{day:yyyy-MM-dd}");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Day:yyMMdd}-{Count:0000}");
}
