using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Reads;

/// <summary>Somebody was shown a case.</summary>
/// <param name="CaseId">Which case; null for all of them, for example in an export.</param>
/// <param name="What">What was shown, a stable word: <c>case</c>, <c>history</c>, <c>export</c>, <c>page:history</c>, …</param>
/// <param name="Actor">Who saw it.</param>
/// <param name="KeyId">Public id of the key that let the reader in.</param>
/// <param name="Purpose">What for: in the reader's own words, or <c>role:…</c> when the reader said nothing.</param>
/// <param name="IsUnmasked">True when personal data was shown in clear.</param>
public sealed record CaseRead(CaseId? CaseId, string What, Actor Actor, string KeyId, string Purpose, bool IsUnmasked = false);

/// <summary>Keeps who read what of whom, what for. Nothing may be shown before its record is durable.</summary>
public interface ICaseReads
{
    /// <summary>Records a read. When this returns the record is durable, and the reader may be answered.</summary>
    /// <exception cref="ReadNotRecordedException">It cannot be stored at the moment: show nothing.</exception>
    Task RecordAsync(CaseRead read, CancellationToken cancellationToken);

    /// <summary>The same for pages that ask many times while somebody looks at them: the same reader of the same thing is recorded once a minute.</summary>
    /// <exception cref="ReadNotRecordedException">It cannot be stored at the moment: show nothing.</exception>
    Task RecordVisitAsync(CaseRead read, CancellationToken cancellationToken);
}

/// <summary>A read could not be recorded, so nothing may be shown.</summary>
public sealed class ReadNotRecordedException : Exception
{
    /// <summary>Without a cause.</summary>
    public ReadNotRecordedException()
        : this("Expected the read to be recorded, but the read log cannot be written at the moment; try again later.")
    {
    }

    /// <summary>With a message of its own.</summary>
    public ReadNotRecordedException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of its own and a cause.</summary>
    public ReadNotRecordedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
