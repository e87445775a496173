using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Access;

/// <summary>Who may come in. The host decides it; the designer only says what each endpoint asks for.</summary>
public interface IDesignerAccess
{
    /// <summary>Lets only callers with the right through.</summary>
    void Require(IEndpointConventionBuilder endpoint, DesignerRight right);

    /// <summary>Has changes that a signed-in page sends checked for coming from that page.</summary>
    void Protect(RouteGroupBuilder group);

    /// <summary>The caller of an authorized request.</summary>
    DesignerCaller CallerOf(HttpContext context);

    /// <summary>Records that the caller is shown values of a case, before they are shown.</summary>
    Task RecordReadAsync(HttpContext context, CaseId caseId);
}

/// <summary>Who calls.</summary>
/// <param name="Name">Name shown as the author of a version.</param>
/// <param name="Actor">The same as the journal writes it.</param>
/// <param name="Rights">What the caller may do here.</param>
public sealed record DesignerCaller(string Name, Actor Actor, IReadOnlySet<DesignerRight> Rights)
{
    /// <summary>True when the caller's key is bound to localities or an agency. Lists here cannot be narrowed to those, so such a caller sees no case.</summary>
    public bool IsNarrowed { get; init; }

    /// <summary>True when the caller has the right.</summary>
    public bool May(DesignerRight right) => Rights.Contains(right);
}
