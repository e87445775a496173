using Microsoft.Extensions.Configuration;
using Orchestrator.Designer.Studio;

namespace Orchestrator.Designer.Tests.Studio;

/// <summary>Where Studio's files are looked for.</summary>
public sealed class StudioFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-studio-").FullName;

    [Fact]
    public void The_configured_folder_is_taken_when_studio_is_in_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "_framework"));

        Assert.Equal(_folder, Folder(_folder + "/./").Root?.TrimEnd('/'));
    }

    [Fact]
    public void A_configured_folder_without_studio_is_not_replaced_by_another() => Assert.Null(Folder(_folder).Root);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static StudioFolder Folder(string path) =>
        StudioFolder.From(new ConfigurationBuilder().AddInMemoryCollection([new("Designer:StudioPath", path)]).Build());
}
