using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Workflows.Execution;

/// <summary>Identifies one case: one run of one definition version, folded from one journal. Written as 32 hexadecimal digits.</summary>
/// <param name="Value">A version 7 UUID, so that ids made later sort later.</param>
public readonly record struct CaseId(Guid Value) : IParsable<CaseId>
{
    /// <summary>Makes a fresh id whose leading bits are the given time.</summary>
    public static CaseId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public static CaseId Parse(string s, IFormatProvider? provider = null) => new(Guid.Parse(s, provider));

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        var parsed = Guid.TryParse(s, provider, out var value);
        result = new CaseId(value);
        return parsed;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("N");
}
