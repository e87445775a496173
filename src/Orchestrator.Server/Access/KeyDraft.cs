using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestrator.Server.Access;

/// <summary>A key to be created.</summary>
/// <param name="Name">What it is for; goes into the journal, so no person's name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Agency">The agency it is bound to; required for <see cref="Role.Agency"/>.</param>
/// <param name="Localities">The commune codes it is bound to; empty for all.</param>
/// <param name="Lifetime">How long it works.</param>
internal sealed partial record KeyDraft(string Name, Role Role, string? Agency, ImmutableArray<string> Localities, TimeSpan Lifetime)
{
    /// <summary>Whose it is: a staff number or another code of the holder, no name and no personal number; null for a key of no person.</summary>
    public string? Holder { get; init; }

    /// <summary>Holders of the key that makes it, and of those that made that one.</summary>
    public ImmutableArray<string> Makers { get; init; } = [];

    /// <summary>Longest life of a key.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(730);

    /// <summary>Life of a key when nothing else is said.</summary>
    public static readonly TimeSpan UsualLifetime = TimeSpan.FromDays(365);

    /// <summary>What keeps it from being created; empty when nothing does.</summary>
    public IEnumerable<KeyFault> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100 || Name.Any(char.IsControl))
            yield return new KeyFault("/name", "key-name");
        if (Role == Role.Agency && Agency is null)
            yield return new KeyFault("/agency", "key-agency-missing");
        if (Agency is not null && !(Agency.Length is > 0 and <= 64 && Agency.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            yield return new KeyFault("/agency", "key-agency");
        for (var i = 0; i < Localities.Length; i++)
        {
            if (Localities[i] is not { Length: 5 } || !Localities[i].All(char.IsAsciiDigit))
                yield return new KeyFault($"/localities/{i}", "key-locality");
        }

        if (Holder is not null && !IsHolder(Holder))
            yield return new KeyFault("/holder", "key-holder");
        if (Lifetime <= TimeSpan.Zero || Lifetime > LongestLifetime)
            yield return new KeyFault("/expiresInDays", "key-lifetime");
    }

    // Written in one way only, so that one person is not two by a capital letter; so many digits in a row would be a personal or telephone number.
    private static bool IsHolder(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && !LongNumber().IsMatch(text);

    [GeneratedRegex("[0-9]{9,}")]
    private static partial Regex LongNumber();
}

/// <summary>What is wrong with a draft.</summary>
/// <param name="Pointer">JSON pointer into the request that asked for the key.</param>
/// <param name="Code">Stable code, also the name of the text that explains it.</param>
internal sealed record KeyFault(string Pointer, string Code);

/// <summary>A key just created.</summary>
/// <param name="Key">As stored.</param>
/// <param name="Text">The key itself; this is the only time it can be seen.</param>
internal sealed record CreatedKey(ApiKey Key, string Text);
