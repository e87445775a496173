namespace Orchestrator.Attachments.Scanning;

/// <summary>What a scan came to.</summary>
internal abstract record ScanOutcome
{
    private ScanOutcome() { }

    /// <summary>Nothing was found.</summary>
    public sealed record Clean : ScanOutcome;

    /// <summary>Something was found.</summary>
    /// <param name="Finding">The scanner's name for it.</param>
    public sealed record Infected(string Finding) : ScanOutcome;

    /// <summary>The scanner gave no answer that counts; the file has to be scanned again.</summary>
    /// <param name="Reason">Why, for the log.</param>
    public sealed record NoAnswer(string Reason) : ScanOutcome;
}
