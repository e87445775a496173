using System.Text.Json.Serialization;

namespace Orchestrator.Server.Access;

/// <summary>What a caller may do in principle; the scope then narrows on what. The table is in <c>docs/access.md</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Draws procedures, publishes them and watches which way cases go; sees no data of a case.</summary>
    [JsonStringEnumMemberName("designer")]
    Designer,

    /// <summary>A system of an agency: sends applications and follows the cases it has a part in.</summary>
    [JsonStringEnumMemberName("agency")]
    Agency,

    /// <summary>A public servant: works on tasks, cases and incidents of the own locality and agency.</summary>
    [JsonStringEnumMemberName("officer")]
    Officer,

    /// <summary>Reads everything in scope and changes nothing.</summary>
    [JsonStringEnumMemberName("auditor")]
    Auditor,

    /// <summary>Manages keys, and acts where nobody else can.</summary>
    [JsonStringEnumMemberName("administrator")]
    Administrator,
}

/// <summary>Roles as text.</summary>
internal static class RoleNames
{
    /// <summary>Every role with the word that stands for it in keys, commands and answers.</summary>
    public static IReadOnlyList<(Role Role, string Name)> All { get; } = [.. Enum.GetValues<Role>().Select(role => (role, role.Name()))];

    /// <summary>The word for a role, for example <c>officer</c>.</summary>
    public static string Name(this Role role) => role switch
    {
        Role.Designer => "designer",
        Role.Agency => "agency",
        Role.Officer => "officer",
        Role.Auditor => "auditor",
        Role.Administrator => "administrator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The role that a word stands for, or null.</summary>
    public static Role? Find(string? name)
    {
        foreach (var (role, word) in All)
        {
            if (word == name)
                return role;
        }

        return null;
    }
}
