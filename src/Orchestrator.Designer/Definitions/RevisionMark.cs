using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>
/// Says in a definition which content it was made from. Elsa's clients send no token on a save, but they send every custom property back as they got it
/// (<c>docs/decisions/0006</c>); the mark is never stored or exported.
/// </summary>
internal static class RevisionMark
{
    /// <summary>Name of the custom property.</summary>
    public const string Name = "orchestrator:seen";

    /// <summary>Writes it.</summary>
    public static void Put(JsonObject definition, DefinitionVersion version)
    {
        if (definition["customProperties"] is not JsonObject properties) definition["customProperties"] = properties = [];
        properties[Name] = string.Create(CultureInfo.InvariantCulture, $"{version.VersionId}#{version.Revision}");
    }

    /// <summary>Takes it out; null when there is none, or it speaks of another definition, as in a copy.</summary>
    public static DraftBase? Take(JsonObject definition, string? definitionId)
    {
        if (definition["customProperties"] is not JsonObject properties || properties[Name] is not { } mark) return null;
        properties.Remove(Name);
        if (mark.GetValueKind() != JsonValueKind.String || mark.GetValue<string>().Split('#') is not [var versionId, var text]
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return null;
        var cut = versionId.LastIndexOf(':');
        return cut > 0 && versionId[..cut] == definitionId ? new DraftBase(versionId, revision) : null;
    }
}
