namespace Orchestrator.Designer.Access;

/// <summary>Names of the host's authorization policies that pages ask for; a page cannot call <see cref="IDesignerAccess"/> in an attribute.</summary>
internal static class DesignerPolicy
{
    /// <summary>The policy of <see cref="DesignerRight.ReadDefinitions"/>.</summary>
    public const string Read = "permission:ReadDefinitions";

    /// <summary>The policy of <see cref="DesignerRight.PublishDefinitions"/>.</summary>
    public const string Publish = "permission:PublishDefinitions";
}
