using System.Globalization;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Which versions an Elsa client means: <c>Latest</c>, <c>Published</c>, a number, …</summary>
internal sealed class VersionChoice
{
    private readonly Func<DefinitionVersion, bool> _fits;

    private VersionChoice(Func<DefinitionVersion, bool> fits) => _fits = fits;

    /// <summary>The newest version.</summary>
    public static VersionChoice Latest { get; } = new(version => version.IsLatest);

    /// <summary>The published version.</summary>
    public static VersionChoice Published { get; } = new(version => version.IsPublished);

    /// <summary>All versions.</summary>
    public static VersionChoice All { get; } = new(_ => true);

    /// <summary>Reads <c>versionOptions</c>; what is empty means <paramref name="otherwise"/>, what is unknown nothing at all.</summary>
    public static VersionChoice Of(string? text, VersionChoice otherwise) => text switch
    {
        null or "" => otherwise,
        "Latest" => Latest,
        "Published" => Published,
        "LatestOrPublished" => new(version => version.IsLatest || version.IsPublished),
        "LatestAndPublished" => new(version => version.IsLatest && version.IsPublished),
        "Draft" => new(version => version.IsLatest && !version.IsPublished),
        "AllVersions" => All,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new(version => version.Version == number),
        _ => new(_ => false),
    };

    /// <summary>True when the version is meant.</summary>
    public bool Fits(DefinitionVersion version) => _fits(version);

    /// <summary>The newest version that is meant, or null.</summary>
    public DefinitionVersion? Pick(IEnumerable<DefinitionVersion> newestFirst) => newestFirst.FirstOrDefault(_fits);
}
