using Orchestrator.Server.Access;

namespace Orchestrator.Server.Pages;

/// <summary>A place that the navigation leads to. A new page adds its line here.</summary>
/// <param name="Href">Path, or the beginning of the paths of all its pages.</param>
/// <param name="Text">Name of its text.</param>
/// <param name="Needs">Permission without which it is not offered, or null for everybody.</param>
internal sealed record FramePlace(string Href, string Text, Permission? Needs = null)
{
    private static readonly FramePlace[] All =
    [
        new("/", "home"),
        new("/designer", "nav.designer", Permission.ReadDefinitions),
        new("/console/cases", "nav.cases", Permission.ReadCases),
        new("/console/agencies", "nav.agencies", Permission.ReadAgencies),
        new("/console/analysis", "nav.analysis", Permission.ReadCases),
        new("/console/erasures", "nav.erasures", Permission.ReadErasures),
        new("/reference", "nav.reference"),
    ];

    /// <summary>The places that somebody can go to.</summary>
    public static IEnumerable<FramePlace> For(Caller? caller) =>
        All.Where(place => place.Needs is not { } needed || (caller is not null && Permissions.Of(caller.Role).Contains(needed)));

    /// <summary>True when the path belongs to this place.</summary>
    public bool Holds(string path) =>
        Href == "/" ? path == "/" : path.StartsWith(Href, StringComparison.Ordinal) && (path.Length == Href.Length || path[Href.Length] == '/');
}
