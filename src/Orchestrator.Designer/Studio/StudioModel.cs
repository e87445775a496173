namespace Orchestrator.Designer.Studio;

/// <summary>A page of Studio.</summary>
/// <param name="Element">The custom element that fills it.</param>
/// <param name="Attribute">What it shows, or null.</param>
/// <param name="Endpoint">Absolute address of the API.</param>
/// <param name="Token">What proves that a change comes from this page.</param>
/// <param name="MayPublish">True for somebody who may publish.</param>
/// <param name="IsInstalled">False when the build could not fetch Studio.</param>
public sealed record StudioModel(string Element, (string Name, string Value)? Attribute, string Endpoint, string Token, bool MayPublish, bool IsInstalled)
{
    /// <summary>The definition that is edited, or null.</summary>
    public string? DefinitionId => Attribute is { Name: "definition-id" } attribute ? attribute.Value : null;
}
