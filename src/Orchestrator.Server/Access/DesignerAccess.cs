using Orchestrator.Designer.Access;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Access;

/// <summary>Lets callers into the designer by the permissions of their roles.</summary>
internal sealed class DesignerAccess(ReadRecorder reads) : IDesignerAccess
{
    /// <inheritdoc />
    public void Require(IEndpointConventionBuilder endpoint, DesignerRight right) => endpoint.Requires(PermissionFor(right));

    /// <inheritdoc />
    public void Protect(RouteGroupBuilder group) => group.AddEndpointFilter(PageSignIn.RequireTokenAsync);

    /// <inheritdoc />
    public DesignerCaller CallerOf(HttpContext context)
    {
        var caller = context.Caller();
        var permissions = Permissions.Of(caller.Role);
        return new DesignerCaller(
            caller.Name, caller.Actor, Enum.GetValues<DesignerRight>().Where(right => permissions.Contains(PermissionFor(right))).ToHashSet())
        {
            IsNarrowed = caller.Agency is not null || !caller.Localities.IsEmpty,
        };
    }

    /// <inheritdoc />
    public Task RecordReadAsync(HttpContext context, CaseId caseId) =>
        reads.RecordVisitAsync(context.Caller(), caseId, "designer", context.Request.Query[ReadRecorder.Parameter], context.RequestAborted);

    private static Permission PermissionFor(DesignerRight right) => right switch
    {
        DesignerRight.ReadDefinitions => Permission.ReadDefinitions,
        DesignerRight.EditDefinitions => Permission.EditDefinitions,
        DesignerRight.PublishDefinitions => Permission.PublishDefinitions,
        DesignerRight.RunDefinitions => Permission.RunDefinitions,
        DesignerRight.ReadCases => Permission.WatchCases,
        DesignerRight.ReadCaseData => Permission.ReadCases,
        DesignerRight.AlterCases => Permission.AlterCases,
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, null),
    };
}
