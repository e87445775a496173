namespace Orchestrator.Designer.Descriptors;

/// <summary>Elsa's placeholder for an activity whose type is not known.</summary>
internal static class NotFoundActivity
{
    /// <summary>Its type name.</summary>
    public const string TypeName = "Elsa.NotFoundActivity";
}
