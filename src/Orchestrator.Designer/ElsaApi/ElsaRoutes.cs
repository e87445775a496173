using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Designer.Access;

namespace Orchestrator.Designer.ElsaApi;

/// <summary>Maps the routes below <c>/elsa/api</c>, each with the right that it asks for; they are no part of our own API document.</summary>
internal sealed class ElsaRoutes
{
    /// <summary>Path that all of them begin with; the base address of Elsa's clients.</summary>
    public const string Prefix = "/elsa/api";

    private readonly IDesignerAccess _access;
    private readonly RouteGroupBuilder _group;

    public ElsaRoutes(IEndpointRouteBuilder routes, IDesignerAccess access)
    {
        _access = access;
        _group = routes.MapGroup(Prefix);
        _group.ExcludeFromDescription();
        access.Protect(_group);
    }

    /// <summary>Maps GET.</summary>
    public RouteHandlerBuilder Get(string path, DesignerRight right, Delegate handler) => With(right, _group.MapGet(path, handler));

    /// <summary>Maps POST.</summary>
    public RouteHandlerBuilder Post(string path, DesignerRight right, Delegate handler) => With(right, _group.MapPost(path, handler));

    /// <summary>Maps PUT.</summary>
    public RouteHandlerBuilder Put(string path, DesignerRight right, Delegate handler) => With(right, _group.MapPut(path, handler));

    /// <summary>Maps DELETE.</summary>
    public RouteHandlerBuilder Delete(string path, DesignerRight right, Delegate handler) => With(right, _group.MapDelete(path, handler));

    private RouteHandlerBuilder With(DesignerRight right, RouteHandlerBuilder endpoint)
    {
        _access.Require(endpoint, right);
        return endpoint;
    }
}
