using Orchestrator.Server.Access;

namespace Orchestrator.Server.Pages.Erasures;

/// <summary>Who may open the page of erasures; to decide there needs <see cref="Permission.EraseCases"/>.</summary>
internal static class ErasureAccess
{
    /// <summary>Name of the authorization policy; what <c>Permission.ReadErasures.Policy()</c> gives, as a constant for attributes.</summary>
    public const string Policy = "permission:" + nameof(Permission.ReadErasures);
}
