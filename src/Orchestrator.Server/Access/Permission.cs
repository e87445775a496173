namespace Orchestrator.Server.Access;

/// <summary>Something that can be allowed to a role. Every endpoint that is not open to anyone asks for exactly one of these.</summary>
internal enum Permission
{
    /// <summary>See which procedures can be started, and their schemas.</summary>
    ReadProcedures,

    /// <summary>Have a definition checked.</summary>
    ValidateDefinitions,

    /// <summary>See definitions, their versions and what can be drawn.</summary>
    ReadDefinitions,

    /// <summary>Save, import and delete drafts of definitions.</summary>
    EditDefinitions,

    /// <summary>Publish, retract and delete published versions of definitions.</summary>
    PublishDefinitions,

    /// <summary>Start a case from the designer, without an application.</summary>
    RunDefinitions,

    /// <summary>Watch on the diagram which way cases go; their values only together with <see cref="ReadCases"/>.</summary>
    WatchCases,

    /// <summary>Cancel, retry and alter cases from the designer.</summary>
    AlterCases,

    /// <summary>Send an application.</summary>
    StartCases,

    /// <summary>See cases and their histories.</summary>
    ReadCases,

    /// <summary>See personal data in clear, for a purpose that is recorded.</summary>
    UnmaskCases,

    /// <summary>Send supplements, signals and withdrawals.</summary>
    ChangeCases,

    /// <summary>See who read a case, and what for.</summary>
    SeeReaders,

    /// <summary>See what is proposed to be erased, and what was.</summary>
    ReadErasures,

    /// <summary>Propose to erase the data of a case, and be one of the two persons for it.</summary>
    EraseCases,

    /// <summary>See tasks of people.</summary>
    ReadTasks,

    /// <summary>Claim and complete tasks of people.</summary>
    WorkOnTasks,

    /// <summary>See incidents.</summary>
    ReadIncidents,

    /// <summary>Retry, resolve and override incidents.</summary>
    ResolveIncidents,

    /// <summary>See how the agencies' systems are.</summary>
    ReadAgencies,

    /// <summary>Put documents of agencies in force.</summary>
    EditAgencies,

    /// <summary>Get checkpoints and the proofs of cases.</summary>
    ReadProofs,

    /// <summary>Have a checkpoint taken now.</summary>
    TakeCheckpoints,

    /// <summary>Take whole journals away; in clear only together with <see cref="UnmaskCases"/>.</summary>
    ExportJournal,

    /// <summary>Create, list and revoke keys.</summary>
    ManageKeys,
}

/// <summary>Which role has which permission: the one place that decides it.</summary>
internal static class Permissions
{
    /// <summary>The permissions of a role.</summary>
    public static IReadOnlySet<Permission> Of(Role role) => Table[role];

    /// <summary>Name of the authorization policy that asks for a permission.</summary>
    public static string Policy(this Permission permission) => $"permission:{permission}";

    private static readonly Dictionary<Role, HashSet<Permission>> Table = new()
    {
        [Role.Designer] =
        [
            Permission.ReadProcedures, Permission.ValidateDefinitions, Permission.ReadDefinitions, Permission.EditDefinitions,
            Permission.PublishDefinitions, Permission.RunDefinitions, Permission.WatchCases, Permission.ReadAgencies,
            Permission.EditAgencies,
        ],
        [Role.Agency] = [Permission.ReadProcedures, Permission.StartCases, Permission.ReadCases, Permission.ChangeCases, Permission.ReadProofs],
        [Role.Officer] =
        [
            Permission.ReadProcedures, Permission.ReadDefinitions, Permission.WatchCases, Permission.StartCases, Permission.ReadCases,
            Permission.ChangeCases, Permission.ReadTasks, Permission.WorkOnTasks, Permission.ReadIncidents, Permission.ResolveIncidents, Permission.ReadAgencies,
            Permission.ReadProofs, Permission.UnmaskCases, Permission.ReadErasures, Permission.EraseCases,
        ],
        [Role.Auditor] =
        [
            Permission.ReadProcedures, Permission.ReadDefinitions, Permission.WatchCases, Permission.ReadCases, Permission.UnmaskCases, Permission.SeeReaders, Permission.ReadErasures, Permission.ReadTasks,
            Permission.ReadIncidents, Permission.ReadAgencies, Permission.ReadProofs, Permission.TakeCheckpoints, Permission.ExportJournal,
        ],
        [Role.Administrator] = [.. Enum.GetValues<Permission>()],
    };
}
