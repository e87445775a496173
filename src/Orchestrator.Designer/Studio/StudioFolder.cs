using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Designer.Studio;

/// <summary>Where Elsa Studio's files are: beside the published program, or where the build has put them.</summary>
/// <param name="Root">The folder, or null when the build could not fetch Studio.</param>
internal sealed record StudioFolder(string? Root)
{
    private const string Probe = "_framework";

    /// <summary>
    /// The configured folder <c>Designer:StudioPath</c> and no other, so that a wrong path is seen; else <c>studio</c> beside the program, else that of the build.
    /// </summary>
    public static StudioFolder From(IConfiguration configuration)
    {
        var built = typeof(StudioFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(one => one.Key == "StudioFolder")?.Value;
        string?[] places = configuration["Designer:StudioPath"] is { Length: > 0 } configured ? [configured] : [Path.Combine(AppContext.BaseDirectory, "studio"), built];
        return new StudioFolder(places.FirstOrDefault(place => place is { Length: > 0 } && Directory.Exists(Path.Combine(place, Probe))) is { } found ? Path.GetFullPath(found) : null);
    }
}
