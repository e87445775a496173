using System.Text;

namespace Orchestrator.Agencies.Documents;

/// <summary>Names of the designer from names of the wire: <c>public-security</c> and <c>publicSecurity</c> are <c>PublicSecurity</c>.</summary>
public static class PascalName
{
    /// <summary>The name in Pascal case; everything but ASCII letters and digits ends a word.</summary>
    public static string Of(string name)
    {
        var result = new StringBuilder(name.Length);
        var starts = true;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                starts = true;
                continue;
            }

            result.Append(starts ? char.ToUpperInvariant(letter) : letter);
            starts = false;
        }

        return result.ToString();
    }
}
