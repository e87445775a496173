namespace Orchestrator.Designer.Access;

/// <summary>What an endpoint of the designer asks for; the host says which role has it.</summary>
public enum DesignerRight
{
    /// <summary>See definitions, their versions and what can be drawn.</summary>
    ReadDefinitions,

    /// <summary>Save, import and delete drafts, and go back to earlier versions.</summary>
    EditDefinitions,

    /// <summary>Publish, retract and delete published versions.</summary>
    PublishDefinitions,

    /// <summary>Start a case from the designer, without an application.</summary>
    RunDefinitions,

    /// <summary>Watch on the diagram which way cases go.</summary>
    ReadCases,

    /// <summary>See the values of those cases, personal data masked.</summary>
    ReadCaseData,

    /// <summary>Cancel, retry and alter cases.</summary>
    AlterCases,
}
