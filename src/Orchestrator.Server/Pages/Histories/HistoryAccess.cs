namespace Orchestrator.Server.Pages.Histories;

/// <summary>Who may open the history pages: whoever may read cases, within the scope of the key.</summary>
internal static class HistoryAccess
{
    /// <summary>Name of the authorization policy; what <c>Permission.ReadCases.Policy()</c> gives, as a constant for attributes.</summary>
    public const string Policy = "permission:" + nameof(Access.Permission.ReadCases);
}
