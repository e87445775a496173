namespace Orchestrator.Server.Access;

/// <summary>A key as stored: everything but the secret itself.</summary>
internal sealed class ApiKey
{
    /// <summary>Public part of the key, 16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, chosen by its creator.</summary>
    public required string Name { get; init; }

    /// <summary>Word of its <see cref="Access.Role"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The agency it is bound to, or null.</summary>
    public string? Agency { get; init; }

    /// <summary>The commune codes it is bound to, separated by commas; empty for all.</summary>
    public required string Localities { get; init; }

    /// <summary>Whose it is, for example a staff number; null when nobody said.</summary>
    public string? Holder { get; init; }

    /// <summary>Holders of the key that made it and of those that made that one, separated by commas.</summary>
    public string? Makers { get; init; }

    /// <summary>SHA-256 of the secret part.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>True for the keys that Development makes by itself; no other environment accepts them.</summary>
    public bool Development { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
