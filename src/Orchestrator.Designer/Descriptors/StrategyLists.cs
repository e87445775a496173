namespace Orchestrator.Designer.Descriptors;

/// <summary>The choices of a workflow's settings, under the names that Elsa's files use.</summary>
internal static class StrategyLists
{
    private const string Validators = "Elsa.Workflows.ActivationValidators";
    private const string RuntimeValidators = "Elsa.Workflows.Runtime.ActivationValidators";
    private const string Logs = "Elsa.Workflows.LogPersistence.Strategies";
    private const string AlwaysDurable = "Accepted; here every decision is durable before anything follows from it.";

    /// <summary>When a new case may start beside running ones.</summary>
    public static IReadOnlyCollection<TypedChoice> Activation { get; } =
    [
        new($"{Validators}.AllowAlwaysStrategy, Elsa.Workflows.Core", "Always", "A new case may always start."),
        new($"{RuntimeValidators}.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", "Correlated singleton",
            "Only while no case of the same definition and correlation id runs."),
        new($"{RuntimeValidators}.CorrelationStrategy, Elsa.Workflows.Runtime", "Correlation", "Only while no case of the same correlation id runs."),
        new($"{RuntimeValidators}.SingletonStrategy, Elsa.Workflows.Runtime", "Singleton", "Only while no case of the same definition runs."),
    ];

    /// <summary>What an incident does to the whole case.</summary>
    public static IReadOnlyCollection<TypedChoice> Incident { get; } =
    [
        new("ContinueWithIncidentsStrategy", "Continue with incidents", "The case stays running; the incident waits beside it."),
        new("FaultStrategy", "Fault", "The case is faulted until its incident is resolved."),
    ];

    /// <summary>What of an activity is kept in the history.</summary>
    public static IReadOnlyCollection<TypedChoice> LogPersistence { get; } =
    [
        new($"{Logs}.Configuration, Elsa.Workflows.Core", "Configuration", "As this server is set (Workflows:LogPersistence)."),
        new($"{Logs}.Exclude, Elsa.Workflows.Core", "Exclude", "No part of the activity's record; nobody who reads the case sees it."),
        new($"{Logs}.Include, Elsa.Workflows.Core", "Include", "Part of the activity's record; personal data in it is masked by role."),
        new($"{Logs}.Inherit, Elsa.Workflows.Core", "Inherit", "As the activity, the workflow and the server say; included when none says anything."),
    ];

    /// <summary>When Elsa would write a workflow's state.</summary>
    public static IReadOnlyCollection<NamedChoice> WorkflowCommit { get; } =
    [
        new("WorkflowExecuting", "Commit Before Workflow Execution", AlwaysDurable), new("WorkflowExecuted", "Commit After Workflow Execution", AlwaysDurable),
        new("ActivityExecuting", "Commit Before Activity Execution", AlwaysDurable), new("ActivityExecuted", "Commit After Activity Execution", AlwaysDurable),
    ];

    /// <summary>When Elsa would write the state around one activity.</summary>
    public static IReadOnlyCollection<NamedChoice> ActivityCommit { get; } =
    [
        new("CommitAlways", "Commit Before And After", AlwaysDurable), new("CommitNever", "Commit Later", AlwaysDurable),
        new("Executing", "Commit Before", AlwaysDurable), new("Executed", "Commit After", AlwaysDurable),
    ];

    /// <summary>Where variables are kept.</summary>
    public static IReadOnlyCollection<StorageDriverView> StorageDrivers { get; } =
    [
        new("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "Workflow Instance", 5, Deprecated: false),
        new("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "Memory", 0, Deprecated: false),
        new("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", "Workflow", -1, Deprecated: true),
    ];
}

/// <summary>A choice named by a type.</summary>
internal sealed record TypedChoice(string TypeName, string DisplayName, string Description);

/// <summary>A choice named by itself.</summary>
internal sealed record NamedChoice(string Name, string DisplayName, string Description);

/// <summary>A place where variables are kept. All of them are the case's own journal here.</summary>
internal sealed record StorageDriverView(string TypeName, string DisplayName, double Priority, bool Deprecated);
