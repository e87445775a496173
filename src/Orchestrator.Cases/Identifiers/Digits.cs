namespace Orchestrator.Cases.Identifiers;

internal static class Digits
{
    /// <summary>True when every character is one of 0 to 9 (not digits of other scripts).</summary>
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
