using Orchestrator.Cases.Reads;
using Orchestrator.Server.Problems;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Access;

/// <summary>
/// Records who is shown what of whom, before it is shown. The purpose is what the reader says in the header <c>X-Purpose</c> (percent-encoded UTF-8) or
/// the query parameter <c>purpose</c>; who says nothing reads for what the role is there for.
/// </summary>
internal sealed class ReadRecorder(ICaseReads reads)
{
    /// <summary>Header and query parameter with the purpose.</summary>
    public const string Header = "X-Purpose", Parameter = "purpose";

    private const int LongestPurpose = 200;

    /// <summary>Records that the caller of a request is shown a case, or all of them.</summary>
    /// <returns>What is wrong with the purpose, or null.</returns>
    /// <exception cref="ReadNotRecordedException">It cannot be recorded: show nothing.</exception>
    public async Task<Problem?> RecordAsync(HttpContext context, CaseId? caseId, string what, bool isUnmasked = false)
    {
        if (!TryReadPurpose(context.Request, out var purpose))
            return new Problem(ProblemKind.BadParameter, Header);
        await reads.RecordAsync(Read(context.Caller(), caseId, what, purpose) with { IsUnmasked = isUnmasked }, context.RequestAborted);
        return null;
    }

    /// <summary>
    /// Records that the caller of a request is shown personal data in clear. That needs a permission of its own and a purpose in the caller's own words.
    /// </summary>
    /// <returns>What is missing, or null.</returns>
    /// <exception cref="ReadNotRecordedException">It cannot be recorded: show nothing.</exception>
    public async Task<Problem?> RecordUnmaskedAsync(HttpContext context, CaseId? caseId, string what)
    {
        if (!Permissions.Of(context.Caller().Role).Contains(Permission.UnmaskCases))
            return ProblemKind.Forbidden;
        if (!TryReadPurpose(context.Request, out var purpose))
            return new Problem(ProblemKind.BadParameter, Header);
        return string.IsNullOrWhiteSpace(purpose) ? ProblemKind.PurposeRequired : await RecordAsync(context, caseId, what, isUnmasked: true);
    }

    /// <summary>True when a page may show the caller personal data in clear: with the permission, and for that purpose.</summary>
    public static bool MayUnmask(Caller caller, string? purpose) =>
        Permissions.Of(caller.Role).Contains(Permission.UnmaskCases) && !string.IsNullOrWhiteSpace(purpose) && IsPurpose(purpose);

    /// <summary>Records that a page shows a case: once a minute for the same reader and purpose, however often the page asks.</summary>
    /// <exception cref="ReadNotRecordedException">It cannot be recorded: show nothing.</exception>
    public Task RecordVisitAsync(Caller caller, CaseId caseId, string what, string? purpose, CancellationToken cancellationToken, bool isUnmasked = false) =>
        reads.RecordVisitAsync(Read(caller, caseId, what, IsPurpose(purpose) ? purpose : null) with { IsUnmasked = isUnmasked }, cancellationToken);

    private static CaseRead Read(Caller caller, CaseId? caseId, string what, string? purpose) =>
        new(caseId, what, caller.Actor, caller.KeyId, string.IsNullOrWhiteSpace(purpose) ? "role:" + caller.Role.Name() : purpose.Trim());

    private static bool TryReadPurpose(HttpRequest request, out string? purpose)
    {
        purpose = request.Headers[Header].ToString() is { Length: > 0 } encoded ? Uri.UnescapeDataString(encoded) : request.Query[Parameter].ToString();
        return purpose.Length == 0 || IsPurpose(purpose);
    }

    private static bool IsPurpose(string? text) => text is { Length: <= LongestPurpose } && !text.Any(char.IsControl);
}
