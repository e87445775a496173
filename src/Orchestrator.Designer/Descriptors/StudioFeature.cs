namespace Orchestrator.Designer.Descriptors;

/// <summary>Something that Studio shows only when the server says that it can do it, for example <c>Elsa.RealTimeWorkflowUpdates</c>. Registered by the part that does it.</summary>
/// <param name="FullName">Name that Studio looks for.</param>
/// <param name="Description">For people.</param>
internal sealed record StudioFeature(string FullName, string Description = "");

/// <summary>A feature as Studio reads it.</summary>
internal sealed record FeatureView(string Name, string Namespace, string FullName, string DisplayName, string Description)
{
    public static FeatureView Of(StudioFeature feature)
    {
        var dot = feature.FullName.LastIndexOf('.');
        var name = feature.FullName[(dot + 1)..];
        return new FeatureView(name, feature.FullName[..Math.Max(dot, 0)], feature.FullName, name, feature.Description);
    }
}
