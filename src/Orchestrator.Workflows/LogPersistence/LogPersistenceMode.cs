namespace Orchestrator.Workflows.LogPersistence;

/// <summary>Whether values of an activity are part of its record, in the order and under the names of Elsa.</summary>
public enum LogPersistenceMode
{
    /// <summary>As the activity, the workflow and the server say, from the inside outwards; included when none says anything.</summary>
    Inherit,

    /// <summary>Part of the record.</summary>
    Include,

    /// <summary>No part of the record: nobody who reads the case sees it.</summary>
    Exclude,
}
