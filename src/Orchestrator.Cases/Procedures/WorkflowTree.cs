using System.Text.Json;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Cases.Procedures;

/// <summary>The files of definitions below <c>workflows/</c>: those of procedures, and those that stand by themselves, which other definitions use or triggers start.</summary>
public sealed class WorkflowTree(WorkflowsFolder folder)
{
    /// <summary>Name of a procedure's definition inside its folder.</summary>
    public const string FileName = "workflow.json";

    /// <summary>The definition files, those by themselves first, because procedures may use them; in the order of their paths.</summary>
    public IEnumerable<string> Files() => OwnFiles().Concat(Folders().Select(path => Path.Combine(path, FileName)).Where(File.Exists));

    /// <summary>Definitions that are no procedure.</summary>
    internal IEnumerable<string> OwnFiles() =>
        Directory.Exists(folder.Definitions) ? Directory.EnumerateFiles(folder.Definitions, "*.json").Order(StringComparer.Ordinal) : [];

    /// <summary>The folders of procedures.</summary>
    internal IEnumerable<string> Folders() =>
        Directory.Exists(folder.Procedures) ? Directory.EnumerateDirectories(folder.Procedures).Order(StringComparer.Ordinal) : [];

    /// <summary>The file of a definition by its id; for one that has none yet, the place where it belongs.</summary>
    /// <param name="definitionId">The id; it never leads out of the folder, whatever it is.</param>
    public string PlaceOf(string definitionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(definitionId);
        return Files().FirstOrDefault(file => DefinitionFile.DefinitionIdOf(File.ReadAllBytes(file)) == definitionId) ?? Path.Combine(folder.Definitions, SafeName(definitionId) + ".json");
    }

    /// <summary>The path of a file below <c>workflows/</c>, as sources and messages name it.</summary>
    public string NameOf(string file) => Path.GetRelativePath(folder.Root, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Writes a definition into its file, so that nobody ever reads half of one.</summary>
    /// <param name="definitionId">The definition.</param>
    /// <param name="content">What the file is to say.</param>
    /// <param name="contentHash">Hash of what it was published with; a file of that hash says it already, also where publishing has written versions of used workflows into it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file, and whether its content changed.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public async Task<(string File, bool IsChanged)> WriteAsync(string definitionId, JsonElement content, string? contentHash, CancellationToken cancellationToken)
    {
        var file = PlaceOf(definitionId);
        var before = File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : [];
        if (contentHash is not null && DefinitionFile.ContentHashOf(before) == contentHash) return (file, false);
        var now = DefinitionFile.Write(content, before);
        if (now.Span.SequenceEqual(before)) return (file, false);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = file + ".new";
        await File.WriteAllBytesAsync(beside, now, cancellationToken);
        File.Move(beside, file, overwrite: true);
        return (file, true);
    }

    /// <summary>A file name for an id that somebody chose.</summary>
    public static string SafeName(string definitionId)
    {
        ArgumentNullException.ThrowIfNull(definitionId);
        return string.Concat(definitionId.Select((letter, index) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' || (letter == '.' && index > 0) ? letter : '-'));
    }
}
