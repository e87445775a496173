using Orchestrator.Server.Access;

namespace Orchestrator.Server.Pages.Agencies;

/// <summary>Who may open the pages of agencies, and do what there.</summary>
internal static class AgencyAccess
{
    /// <summary>Name of the authorization policy; what <c>Permission.ReadAgencies.Policy()</c> gives, as a constant for attributes.</summary>
    public const string Policy = "permission:" + nameof(Permission.ReadAgencies);

    /// <summary>True when somebody sees an agency.</summary>
    public static bool Sees(this Caller caller, string agency) => caller.Agency is null || caller.Agency == agency;

    /// <summary>True when somebody sees what differs between an agency and our cases: differences name cases of any place, so one who is bound to places sees none.</summary>
    public static bool SeesDifferences(this Caller caller, string agency) => caller.Sees(agency) && caller.Localities.IsEmpty && caller.May(Permission.ReadIncidents);

    /// <summary>True when somebody has a permission.</summary>
    public static bool May(this Caller caller, Permission permission) => Permissions.Of(caller.Role).Contains(permission);
}
