using Orchestrator.Attachments;

namespace Orchestrator.Server.Access;

/// <summary>
/// Which attachments a caller may know of: those of cases in scope; one that no case uses yet, its sender alone. What is out of scope is answered as
/// if it did not exist.
/// </summary>
internal sealed class AttachmentAccess(AttachmentBook attachments, CaseScope cases)
{
    /// <summary>The attachment of a reference, or null when there is none or the caller may not know of it.</summary>
    public async Task<Attachment?> FindAsync(Caller caller, string reference, CancellationToken cancellationToken)
    {
        if (!AttachmentReference.TryParse(reference, out var parsed) || await attachments.FindAsync(parsed, cancellationToken) is not { } attachment)
            return null;
        var users = await attachments.CasesOfAsync(parsed, cancellationToken);
        if (users.Count == 0)
            return attachment.Owner == caller.Actor.ToString() ? attachment : null;
        foreach (var caseId in users)
        {
            if (await cases.SeesAsync(caller, caseId, cancellationToken))
                return attachment;
        }

        return null;
    }
}
